using Dirac.Resources.Computing;
using Dirac.Resources.Shells;

namespace Dirac.Resources.Batch;

/// <summary>The programs on a host that was sent some: each has a directory named by its hash.</summary>
/// <param name="name">The computing element's name.</param>
/// <param name="shell">The host's shell.</param>
/// <param name="area">Directory on the host.</param>
internal sealed class ProgramStore(string name, IShell shell, string area)
{
    /// <summary>Sends a program, which takes its place when all of it has arrived.</summary>
    /// <exception cref="ComputingElementException">QueueBroken: it could not be written, or was not the program that was sent.</exception>
    public async Task SendAsync(PilotFile program, CancellationToken cancellationToken)
    {
        var reply = await shell.FeedAsync(new BatchScript(area, "").Store(program), program.Path, cancellationToken).ConfigureAwait(false);
        if (reply.ExitCode != 0)
        {
            throw new ComputingElementException(CETrouble.QueueBroken, $"The pilot could not be copied to {area} of {name}: {reply.Error.Trim()}", "Is there space, and does the host have sha256sum?");
        }
    }
}
