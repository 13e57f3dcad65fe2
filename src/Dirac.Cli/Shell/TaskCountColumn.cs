using Dirac.Model.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Dirac.Cli.Shell;

/// <summary>How many of how many, in a progress display.</summary>
internal sealed class TaskCountColumn : ProgressColumn
{
    /// <inheritdoc/>
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) => new Text($"{Numbers.Of((long)task.Value)}/{Numbers.Of((long)task.MaxValue)}");
}
