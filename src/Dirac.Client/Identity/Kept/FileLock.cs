using Dirac.Model.Errors;

namespace Dirac.Client.Identity.Kept;

/// <summary>A lock that processes share by a file. It ends with its holder, however that ends.</summary>
public static class FileLock
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for it; disposing the result gives it back.</summary>
    /// <param name="path">The file; made if missing, and left there.</param>
    /// <param name="clock">The clock of the wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DiracException">Unavailable: another process holds it for longer than anything should take.</exception>
    public static async Task<IDisposable> TakeAsync(string path, TimeProvider clock, CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                return new FileStream(path, Options());
            }
            catch (IOException error) when (error is not (FileNotFoundException or DirectoryNotFoundException))
            {
                if (clock.GetElapsedTime(began) > Patience)
                    throw new DiracException(ErrorCode.Unavailable, $"{path} cannot be locked: {error.Message}", "Another program may hold it; try again when that has ended.", error);
            }

            await Task.Delay(Pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static FileStreamOptions Options()
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
