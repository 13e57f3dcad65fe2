using System.Collections.Concurrent;
using Dirac.Hosting.Configuration;
using Dirac.Model.Configuration;
using Dirac.Security.Calls;

namespace Dirac.Hosting.Rpc.Calling;

/// <summary>The rules in force: what the configuration says of a method, else the method's own word, else the default. Thread-safe.</summary>
/// <remarks>A rule is worked out once for each configuration, so that a call reads none of it.</remarks>
internal sealed class RuleBook
{
    // Names come from peers: who asks for nonsense must not fill the memory.
    private const int MostRules = 10_000;

    private volatile Pages _pages = new(null!);

    /// <summary>The rule for one path of one service.</summary>
    /// <param name="configuration">The configuration of the call.</param>
    /// <param name="component">SYSTEM/COMPONENT as the client named it.</param>
    /// <param name="path">The method's name, or for example <c>FileTransfer/ToClient</c>.</param>
    /// <param name="own">What the method says itself.</param>
    /// <param name="byDefault">What the service says.</param>
    public CallRule RuleFor(ConfigurationSnapshot configuration, string component, string path, IReadOnlyList<string> own, IReadOnlyList<string> byDefault)
    {
        var pages = _pages;
        if (!ReferenceEquals(pages.Configuration, configuration)) _pages = pages = new Pages(configuration);
        if (pages.Rules.TryGetValue((component, path), out var rule)) return rule;

        rule = Read(configuration.Root, component, path, own, byDefault);
        if (pages.Rules.Count < MostRules) pages.Rules.TryAdd((component, path), rule);
        return rule;
    }

    private static CallRule Read(CfgSection root, string component, string path, IReadOnlyList<string> own, IReadOnlyList<string> byDefault)
    {
        var slash = component.IndexOf('/', StringComparison.Ordinal);
        var section = SystemSections.Find(root, component[..slash], $"Services/{component[(slash + 1)..]}/Authorization") ?? CfgSection.Empty;
        if (section.GetList(path) is { Count: > 0 } configured) return new CallRule(configured);
        if (own.Count > 0) return new CallRule(own);
        var folder = path.Contains('/', StringComparison.Ordinal) ? path[..(path.LastIndexOf('/') + 1)] : "";
        return section.GetList($"{folder}Default") is { Count: > 0 } fallback ? new CallRule(fallback) : new CallRule(byDefault);
    }

    private sealed record Pages(ConfigurationSnapshot Configuration)
    {
        public ConcurrentDictionary<(string Component, string Path), CallRule> Rules { get; } = new();
    }
}
