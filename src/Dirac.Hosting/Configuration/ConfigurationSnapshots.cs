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
    private string[] _texts;
    private CfgSection _local;
    private CfgSection _madeOf;
    private string _lastProblem = "";

    public ConfigurationSnapshots(HostingOptions options, SharedConfiguration below, TimeProvider clock, ILogger<ConfigurationSnapshots> logger)
    {
        _files = options.ConfigurationFiles;
        _clock = clock;
        _logger = logger;
        _base = below;
        _texts = ReadTexts();
        _local = Parse(_texts);
        _madeOf = below.Tree;
        _current = Make(_madeOf);
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
            var below = _base.Tree;
            // Most looks find nothing new, and the tree may be large.
            if (!TryReadFiles() && ReferenceEquals(below, _madeOf))
                return false;

            _madeOf = below;
            var fresh = Make(below);
            if (fresh.Entity.Tag == _current.Entity.Tag)
                return false;

            _current = fresh;
            LogLoaded(fresh.Version);
            return true;
        }
    }

    // True when the files say something else than before, and it is good.
    private bool TryReadFiles()
    {
        try
        {
            var texts = ReadTexts();
            if (texts.AsSpan().SequenceEqual(_texts) && _lastProblem.Length == 0)
                return false;

            _local = Parse(texts);
            (_texts, _lastProblem) = (texts, "");
            return true;
        }
        catch (DiracException problem)
        {
            if (problem.Message != _lastProblem)
                LogKeptOld(problem.Message, problem.Advice);
            _lastProblem = problem.Message;
            return false;
        }
    }

    private ConfigurationSnapshot Make(CfgSection below) =>
        new(Cfg.Merge(below, _local), _clock.GetUtcNow(), below.GetOption(ConfigurationSnapshot.VersionOption));

    private string[] ReadTexts() => [.. _files.Select(ReadFile)];

    private CfgSection Parse(string[] texts) => _files.Zip(texts, Parse).Aggregate(CfgSection.Empty, Cfg.Merge);

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"{path} cannot be read: {problem.Message}", "Check the path given with --config.", problem);
        }
    }

    private static CfgSection Parse(string path, string text)
    {
        try
        {
            return Cfg.Parse(text);
        }
        catch (DiracException problem)
        {
            throw new DiracException(ErrorCode.BadConfiguration, $"{path}: {problem.Message}", problem.Advice ?? "Mend the file.", problem);
        }
    }
}
