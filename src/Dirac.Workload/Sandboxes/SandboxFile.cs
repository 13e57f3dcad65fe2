using Dirac.Model.Data;

namespace Dirac.Workload.Sandboxes;

/// <summary>One file in the directory of sandboxes.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Content">What its name says.</param>
/// <param name="Kind">What comes after the name: nothing, or a mark of unfinished work.</param>
internal sealed record SandboxFile(string Path, SandboxContent Content, string Kind)
{
    public bool IsWhole => Kind.Length == 0;

    public bool IsAside => Kind.EndsWith(SandboxFiles.Aside, StringComparison.Ordinal);
}
