using System.Text;
using Dirac.Model.Data;
using Dirac.Model.Errors;

namespace Dirac.Model.Jdl;

/// <summary>One check of one description; collects problems in the order in which a reader meets the attributes.</summary>
internal sealed class JobDescriptionCheck(JobDescription job, JobDescriptionLimits limits)
{
    private const int MaxSuggestions = 3;
    private const int MaxReported = 20;

    // What is asked of a slot has to fit a column of 64 KiB.
    private const int MaxNames = 180;
    private static readonly string[] LogLevels = ["DEBUG", "VERBOSE", "INFO", "NOTICE", "WARN", "ERROR", "FATAL", "ALWAYS", "EXCEPT"];

    private const string Registry = "docker://";
    private const int LongestImage = 512;

    private readonly List<string> _problems = [];

    public IReadOnlyList<string> Run()
    {
        if (job.Executable.Length == 0) _problems.Add("Executable is missing: the job has nothing to run.");
        CheckNumber("CPUTime", limits.MinCpuTime, limits.MaxCpuTime);
        CheckNumber("Priority", 0, 10);
        CheckProcessors();
        CheckNumber("MaxRAM", 1, 1024);
        CheckNumber("NumberOfGPUs", 0, JobDescription.MaxGpus);
        CheckContainer();
        CheckKnown("JobType", [job.JobType], limits.AllowedJobTypes);
        CheckKnown("Platform", job.Platforms, limits.KnownPlatforms);
        CheckKnown("LogLevel", [job.LogLevel.ToUpperInvariant()], LogLevels);
        CheckSites();
        CheckInputData();
        CheckSandbox("InputSandbox", job.InputSandbox);
        CheckColumns();
        return _problems;
    }

    private void CheckNumber(string name, long least, long most)
    {
        if (!job.Ad.Has(name)) return;

        var number = job.Ad.GetInt(name);
        if (number is null)
        {
            _problems.Add($"{name} must be a whole number, not '{job.Ad.GetString(name)}'.");
        }
        else if (number < least || number > most)
        {
            _problems.Add($"{name} is {number}; it must be between {least} and {most}.");
        }
    }

    private void CheckProcessors()
    {
        CheckNumber("NumberOfProcessors", 1, limits.MaxProcessors);
        CheckNumber("MinNumberOfProcessors", 1, limits.MaxProcessors);
        CheckNumber("MaxNumberOfProcessors", 1, limits.MaxProcessors);
        if (job.MaxNumberOfProcessors < job.MinNumberOfProcessors)
        {
            _problems.Add(
                $"MaxNumberOfProcessors ({job.MaxNumberOfProcessors}) is less than MinNumberOfProcessors ({job.MinNumberOfProcessors}).");
        }
    }

    private void CheckContainer()
    {
        if (job.ContainerImage is not { } image) return;
        if (!image.StartsWith('/') && !(image.StartsWith(Registry, StringComparison.Ordinal) && image.Length > Registry.Length))
        {
            _problems.Add($"ContainerImage '{image}' is neither an absolute path nor {Registry}NAME.");
        }

        if (image.Length > LongestImage || image.Any(letter => letter is <= ' ' or > '~' or ',' or '"') || (image[0] == '/' && image.Contains(':')))
        {
            _problems.Add($"ContainerImage must be at most {LongestImage} printable ASCII characters without blanks, commas and quotes, and a path has no colons.");
        }

        if (Path.GetFileName(job.Executable) == "dirac-jobexec") _problems.Add("ContainerImage cannot be used with dirac-jobexec: workflows run outside of containers.");
    }

    private void CheckSites()
    {
        CheckKnown("Site", job.Sites, limits.KnownSites);
        CheckKnown("BannedSites", job.BannedSites, limits.KnownSites);
        if (job.Sites.Count > 0 && !job.Sites.Except(job.BannedSites).Any())
        {
            _problems.Add("Every site in Site is also in BannedSites, so the job could run nowhere.");
        }
    }

    private void CheckKnown(string attribute, IReadOnlyList<string> names, IReadOnlyCollection<string>? known)
    {
        if (known is null) return;

        foreach (var name in names.Where(name => !known.Contains(name)).Take(MaxReported))
        {
            var near = NearestNames.Find(name, known, MaxSuggestions);
            var hint = near.Count > 0 ? $"did you mean {string.Join(" or ", near)}?" : KnownOnes(known);
            _problems.Add($"{attribute} '{name}' is not known; {hint}");
        }
    }

    private static string KnownOnes(IReadOnlyCollection<string> known) => known.Count switch
    {
        0 => "none is configured here.",
        <= 10 => $"known are {string.Join(", ", known)}.",
        _ => $"{known.Count} others are.",
    };

    private void CheckInputData()
    {
        var data = job.InputData;
        if (job.JobType == "User" && data.Count >= limits.MaxInputData)
        {
            _problems.Add($"InputData has {data.Count} files; a User job must have fewer than {limits.MaxInputData}.");
        }

        foreach (var entry in data)
        {
            if (!Lfn.TryParse(entry, out var lfn, out var problem))
            {
                _problems.Add($"InputData: {problem}");
            }
            else if (limits.Vo is { } vo && !lfn.IsOf(vo))
            {
                _problems.Add($"InputData: '{lfn.Path}' does not lie in your VO's directory /{vo}/.");
            }

            if (_problems.Count > MaxReported) return;
        }
    }

    private void CheckSandbox(string attribute, IReadOnlyList<string> entries)
    {
        foreach (var entry in entries)
        {
            if (Lfn.HasPrefix(entry) && !Lfn.TryParse(entry, out _, out var problem)) _problems.Add($"{attribute}: {problem}");
        }
    }

    // The databases are DIRAC's: these columns are short and Latin-1.
    private void CheckColumns()
    {
        CheckColumn("JobName", job.JobName, 128);
        CheckColumn("JobGroup", job.JobGroup ?? "", 32);
        CheckColumn("JobType", job.JobType, 32);
        CheckEach("Site", job.Sites);
        CheckEach("BannedSites", job.BannedSites);
        CheckEach("GridCE", job.GridCEs);
        CheckEach("Platform", job.Platforms);
        CheckEach("Tags", job.Tags());
        foreach (var entry in job.InputData) CheckColumn("InputData", entry, int.MaxValue);
    }

    private void CheckEach(string attribute, IReadOnlyList<string> values)
    {
        foreach (var value in values) CheckColumn(attribute, value, 64);
        if (values.Count > MaxNames) _problems.Add($"{attribute} has {values.Count} names; at most {MaxNames} are allowed.");
        if (values.FirstOrDefault(value => !Ascii.IsValid(value)) is { } foreign)
        {
            _problems.Add($"{attribute} '{foreign}' contains letters that names in task queues cannot have; use ASCII.");
        }

        // The task queues' tables take two such values for one.
        foreach (var alike in values.Distinct(StringComparer.Ordinal).GroupBy(value => value, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
        {
            _problems.Add($"{attribute} {string.Join(" and ", alike.Select(value => $"'{value}'"))} differ in case only; leave one out.");
        }
    }

    private void CheckColumn(string attribute, string value, int maxLength)
    {
        if (value.Length > maxLength)
        {
            _problems.Add($"{attribute} '{value[..30]}…' has {value.Length} characters; at most {maxLength} are allowed.");
        }

        // MySQL's latin1 is Windows' code page, without the second set of control characters.
        if (value.Any(letter => letter is > 'ÿ' or (>= '\x80' and < '\xa0')))
        {
            _problems.Add($"{attribute} '{value}' contains letters that the database cannot hold; use Latin letters.");
        }
    }
}
