using Dirac.Client.Http;
using Dirac.Client.Sandboxes;
using Dirac.Model.Errors;
using Dirac.Pilot.Hosting;

namespace Dirac.Pilot.Payloads;

/// <summary>Brings input sandboxes to a job's directory and its output sandbox away, for as long as the server may be absent.</summary>
internal sealed class SandboxTransfer(SandboxClient client, TimeProvider clock)
{
    private static readonly SandboxLimits Limits = new();

    /// <summary>Downloads and unpacks one input sandbox.</summary>
    /// <returns>What went wrong for good; null when all is well.</returns>
    internal async Task<string?> FetchAsync(string name, JobDirectory directory, CancellationToken cancellationToken)
    {
        var archive = Path.Combine(directory.Root, "input");
        try
        {
            await PersistAsync(() => client.DownloadAsync(name, archive, cancellationToken), cancellationToken);
            await SandboxArchive.UnpackAsync(archive, directory.Path, Limits, cancellationToken);
            return null;
        }
        catch (Exception error) when (error is ApiException or DiracException)
        {
            return $"{name}: {error.Message}";
        }
        finally
        {
            File.Delete(archive);
        }
    }

    /// <summary>Packs and uploads files for the owner of <paramref name="job"/>.</summary>
    /// <returns>The sandbox's name.</returns>
    /// <exception cref="ApiException">The server refuses it.</exception>
    internal async Task<string> StoreAsync(long job, SandboxFiles files, JobDirectory directory, CancellationToken cancellationToken)
    {
        var archive = Path.Combine(directory.Root, "output");
        await SandboxArchive.PackAsync(files, archive, SandboxArchive.Zstandard, cancellationToken);
        var name = "";
        await PersistAsync(async () => name = await client.UploadAsync(archive, SandboxArchive.Zstandard, job, cancellationToken), cancellationToken);
        return name;
    }

    private async Task PersistAsync(Func<Task> transferAsync, CancellationToken cancellationToken)
    {
        var backoff = new Backoff(clock);
        while (true)
        {
            try
            {
                await transferAsync();
                return;
            }
            catch (Exception error) when (ServerTrouble.Passes(error) && !cancellationToken.IsCancellationRequested)
            {
                await backoff.WaitAsync(cancellationToken);
            }
        }
    }
}
