using Dirac.Model.Data;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;
using Dirac.Security.Identities;

namespace Dirac.Workload.Jobs.Submission;

/// <summary>Turns a submitted description into jobs: expands, validates, derives. Pure.</summary>
internal static class JobFactory
{
    private const int MostProblemsShown = 10;

    // Refused rather than ignored: a job that is Done must not have lost what it was to keep.
    private const string NoStorage = "OutputData cannot be kept: this installation has no storage elements. Bring files of up to 10 MiB back with OutputSandbox.";

    /// <summary>The jobs described by several texts; all of them are good, or an exception names what is not.</summary>
    public static IReadOnlyList<NewJob> Create(IReadOnlyList<string> texts, Caller owner, JobDescriptionLimits limits, int maxJobs)
    {
        if (texts.Count == 0) throw Refused("The submission contains no job description.", "Send a list with at least one JDL text.");
        if (texts.Count > maxJobs) throw TooMany(texts.Count, maxJobs);

        var originals = texts.Select((text, index) => Parse(text, index, texts.Count)).ToList();
        var described = originals.Count == 1 && ParametricJobs.IsParametric(originals[0]) ? ParametricJobs.Expand(originals[0], maxJobs) : Plain(originals);
        Check(described, limits);
        return InParallel.Map(described, ad => Derive(ad, owner));
    }

    /// <summary>Whether a description stands for several jobs.</summary>
    public static bool IsParametric(string text) => ParametricJobs.IsParametric(Parse(text, 0, 1));

    /// <summary>What the service adds to a description before it is stored (domain rules 2.2).</summary>
    public static NewJob Derive(ClassAd original, Caller owner) => Derive(original, owner.UserName, owner.Group, owner.Vo);

    /// <summary>As <see cref="Derive(ClassAd, Caller)"/>, for a job that is derived anew.</summary>
    public static NewJob Derive(ClassAd original, string owner, string group, string vo)
    {
        var job = new JobDescription(original);
        RefuseForeignOwner(job, owner, group, vo);
        var requirements = Requirements(job, owner, group, vo);
        return new NewJob
        {
            Original = original,
            Derived = original.With(
                ("Owner", new JdlString(owner)), ("OwnerGroup", new JdlString(group)), ("VirtualOrganization", new JdlString(vo)), ("JobRequirements", new JdlAd(requirements))),
            Requirements = requirements,
            JobName = job.JobName,
            JobType = job.JobType,
            JobGroup = job.JobGroup ?? "00000000",
            Site = job.Sites switch { [] => "ANY", [var only] => only, _ => "Multiple" },
            Owner = owner,
            OwnerGroup = group,
            VO = vo,
            Priority = (int)job.Priority,
            InputData = [.. job.InputData.Select(text => Lfn.Parse(text).Path).Distinct(StringComparer.Ordinal)],
        };
    }

    private static ClassAd Requirements(JobDescription job, string owner, string group, string vo)
    {
        var requirements = ClassAd.Empty.With(
            ("Owner", new JdlString(owner)),
            ("OwnerGroup", new JdlString(group)),
            ("VirtualOrganization", new JdlString(vo)),
            ("UserPriority", JdlWord.Of(job.Priority)),
            ("CPUTime", JdlWord.Of(job.CpuTime)));
        return job.Platforms.Count == 0 ? requirements : requirements.With("Platforms", job.Platforms);
    }

    private static ClassAd Parse(string text, int index, int count)
    {
        try
        {
            var trimmed = text.Trim();
            return ClassAd.Parse(trimmed.StartsWith('[') ? trimmed : $"[{trimmed}]");
        }
        catch (DiracException error)
        {
            var place = count > 1 ? $"Job description {index + 1} of {count}: " : "";
            throw new DiracException(error.Code, place + error.Message, error.Advice ?? "Mend the description and submit again; nothing was stored.", error);
        }
    }

    private static List<ClassAd> Plain(List<ClassAd> ads)
    {
        var parametric = ads.FindIndex(ParametricJobs.IsParametric);
        return parametric < 0
            ? ads
            : throw Refused(
                $"Job description {parametric + 1} of {ads.Count} is parametric; a parametric description is submitted alone.",
                "Submit it in a call of its own.");
    }

    private static void Check(IReadOnlyList<ClassAd> ads, JobDescriptionLimits limits)
    {
        var problems = InParallel.Map(ads, ad => ProblemsOf(ad, limits))
            .SelectMany((found, index) => found.Select(problem => ads.Count == 1 ? problem : $"Job {index + 1} of {ads.Count}: {problem}"))
            .Take(MostProblemsShown)
            .ToList();
        if (problems.Count > 0) throw Refused(string.Join(" ", problems), "Mend the description and submit again; nothing was stored.");
    }

    private static IReadOnlyList<string> ProblemsOf(ClassAd ad, JobDescriptionLimits limits)
    {
        var job = new JobDescription(ad);
        var problems = job.Validate(limits);
        return job.OutputData.Count > 0 ? [.. problems, NoStorage] : problems;
    }

    private static void RefuseForeignOwner(JobDescription job, string owner, string group, string vo)
    {
        if (job.Owner is { } given && given != owner) throw NotYours("Owner", given, owner);
        if (job.OwnerGroup is { } givenGroup && givenGroup != group) throw NotYours("OwnerGroup", givenGroup, group);
        if (job.VirtualOrganization is { } givenVo && givenVo != vo) throw NotYours("VirtualOrganization", givenVo, vo);
    }

    private static DiracException NotYours(string name, string given, string actual) =>
        Refused($"The description says {name} = {given}, but you are {actual}.", $"Leave {name} out: the server fills it in.");

    private static DiracException TooMany(int count, int maxJobs) =>
        Refused($"The submission contains {count} jobs; at most {maxJobs} are accepted at once.", "Submit it in parts.");

    private static DiracException Refused(string message, string advice) => new(ErrorCode.BadJobDescription, message, advice);
}
