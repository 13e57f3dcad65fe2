using Dirac.Model.Configuration;
using Dirac.Model.Errors;
using Microsoft.Extensions.Logging;

namespace Dirac.Hosting.Configuration;

/// <summary>Holds the newest good configuration: the CFG files laid over what comes from elsewhere. Thread-safe.</summary>
/// <remarks>The first reading must succeed; later, while a file is bad, what the files said before counts, and it is logged once.</remarks>
internal sealed partial class ConfigurationSnapshots : IConfigurationSnapshots
{
    private readonly IReadOnlyList<string> _files;
    private readonly SharedConfiguration _base;
    private readonly TimeProvider _clock;
    private readonly ILogger<ConfigurationSnapshots> _logger;
    private readonly Lock _gate = new();
    private volatile ConfigurationSnapshot _current;
    private CfgSection _local;
    private string _lastProblem = "";

    public ConfigurationSnapshots(HostingOptions options, SharedConfiguration below, TimeProvider clock, ILogger<ConfigurationSnapshots> logger)
    {
        _files = options.ConfigurationFiles;
        _clock = clock;
        _logger = logger;
        _base = below;
        _local = Read();
        _current = Make();
        below.Replaced += () => Reload();
    }

    public ConfigurationSnapshot Current => _current;

    /// <summary>What is wrong with the files as they were last read; empty when they are good and in force.</summary>
    public string Problem
    {
        get
        {
            lock (_gate) return _lastProblem;
        }
    }

    /// <summary>Reads the files again; true when what is in force is new.</summary>
    public bool Reload()
    {
        lock (_gate)
        {
            TryReadFiles();
            var fresh = Make();
            if (fresh.Entity.Tag == _current.Entity.Tag)
                return false;

            _current = fresh;
            LogLoaded(fresh.Version);
            return true;
        }
    }

    private void TryReadFiles()
    {
        try
        {
            _local = Read();
            _lastProblem = "";
        }
        catch (DiracException problem)
        {
            if (problem.Message != _lastProblem)
                LogKeptOld(problem.Message, problem.Advice);
            _lastProblem = problem.Message;
        }
    }

    private ConfigurationSnapshot Make()
    {
        var below = _base.Tree;
        return new ConfigurationSnapshot(Cfg.Merge(below, _local), _clock.GetUtcNow(), below.GetOption(ConfigurationSnapshot.VersionOption));
    }

    private CfgSection Read() => _files.Select(ReadFile).Aggregate(CfgSection.Empty, Cfg.Merge);

    private static CfgSection ReadFile(string path)
    {
        try
        {
            return Cfg.Parse(File.ReadAllText(path));
        }
        catch (DiracException problem)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"{path}: {problem.Message}", problem.Advice ?? "Mend the file.", problem);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"{path} cannot be read: {problem.Message}", "Check the path given with --config.", problem);
        }
    }
}
