using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dirac.Cli.Shell;

/// <summary>How many of how many, in a progress display.</summary>
internal sealed class TaskCountColumn : ProgressColumn
{
    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text($"{task.Value:0}/{task.MaxValue:0}");
}
