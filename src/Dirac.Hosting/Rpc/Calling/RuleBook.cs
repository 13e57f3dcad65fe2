using System.Collections.Concurrent;
using Dirac.Hosting.Configuration;
using Dirac.Hosting.Rpc.Binding;
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
    /// <param name="own">What the method says itself; always the same object for one method and protocol.</param>
    /// <param name="byDefault">What the service says.</param>
    public CallRule RuleFor(ConfigurationSnapshot configuration, string component, string path, IReadOnlyList<string> own, IReadOnlyList<string> byDefault)
    {
        var pages = _pages;
        if (!ReferenceEquals(pages.Configuration, configuration)) _pages = pages = new Pages(configuration);
        // The path alone would not do: it comes from the peer, and a call of a method that is not there has the path of whatever it is named after.
        var key = (component, path, own);
        if (pages.Rules.TryGetValue(key, out var rule)) return rule;

        rule = Read(configuration.Root, component, path, own, byDefault);
        if (pages.Rules.Count < MostRules) pages.Rules.TryAdd(key, rule);
        return rule;
    }

    private static CallRule Read(CfgSection root, string component, string path, IReadOnlyList<string> own, IReadOnlyList<string> byDefault)
    {
        var section = SectionOf(root, component);
        if (section.GetList(path) is { Count: > 0 } configured) return new CallRule(configured);
        if (own.Count > 0) return new CallRule(own);
        var folder = path.Contains('/', StringComparison.Ordinal) ? path[..(path.LastIndexOf('/') + 1)] : "";
        return section.GetList($"{folder}Default") is { Count: > 0 } fallback ? new CallRule(fallback) : new CallRule(byDefault);
    }

    // One service has two names, and a client chooses: with rules under one of them only, the other must not be a way round them.
    private static CfgSection SectionOf(CfgSection root, string component)
    {
        var slash = component.IndexOf('/', StringComparison.Ordinal);
        var (system, name) = (component[..slash], component[(slash + 1)..]);
        var twin = name.StartsWith(RpcService.TornadoPrefix, StringComparison.Ordinal) ? name[RpcService.TornadoPrefix.Length..] : RpcService.TornadoPrefix + name;
        return SystemSections.Find(root, system, $"Services/{name}/Authorization") ?? SystemSections.Find(root, system, $"Services/{twin}/Authorization") ?? CfgSection.Empty;
    }

    private sealed record Pages(ConfigurationSnapshot Configuration)
    {
        public ConcurrentDictionary<(string Component, string Path, IReadOnlyList<string> Own), CallRule> Rules { get; } = new();
    }
}
