using System.Text;

namespace Dirac.Resources.Shells;

/// <summary>The shell of this machine.</summary>
internal sealed class LocalShell(HostProgram programs, TimeSpan limit) : IShell
{
    private static readonly string[] Script = ["/bin/sh", "-s"];

    public Task<ShellReply> RunAsync(string script, CancellationToken cancellationToken) => programs.RunAsync(
        Script, async (input, token) => await input.WriteAsync(Encoding.UTF8.GetBytes(script), token).ConfigureAwait(false), limit, cancellationToken);

    public Task<ShellReply> FeedAsync(string command, string file, CancellationToken cancellationToken) =>
        programs.RunAsync(["/bin/sh", "-c", command], (input, token) => CopyAsync(file, input, token), limit, cancellationToken);

    internal static async Task CopyAsync(string file, Stream input, CancellationToken cancellationToken)
    {
        await using var content = File.OpenRead(file);
        await content.CopyToAsync(input, cancellationToken).ConfigureAwait(false);
    }
}
