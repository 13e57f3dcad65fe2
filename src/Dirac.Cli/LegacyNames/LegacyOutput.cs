namespace Dirac.Cli.LegacyNames;

/// <summary>Brings the output of one job home, and says what DIRAC says meanwhile.</summary>
internal static class LegacyOutput
{
    /// <summary>Downloads and unpacks.</summary>
    /// <param name="call">Where to ask and print.</param>
    /// <param name="job">The job, as it was named.</param>
    /// <param name="folder">The folder, as it was named.</param>
    /// <param name="jobFolder">Whether the files go into a folder with the job's number in it.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="LegacyException">There is no output, or it cannot be brought.</exception>
    public static async Task GetAsync(LegacyCall call, string job, string folder, bool jobFolder, CancellationToken cancellationToken)
    {
        var id = LegacyIds.ReadOne(call, job);
        var into = jobFolder ? $"{folder}/{id}" : folder;
        if (await TryAsync(call, id, call.PathOf(into), cancellationToken))
        {
            call.Print($"Files retrieved and extracted in {into}");
            return;
        }

        var missing = $"No Output sandbox found for job {id}. It does not exist, has no output, or is not yours.";
        call.Print(missing);
        // compat: DIRAC looks in the parameters for a sandbox that was too large, and says so when there are none.
        var any = await call.Server.ParametersAsync(id, cancellationToken) is not null;
        throw new LegacyException(any ? missing : $"Failed to get job parameters for {id}");
    }

    private static async Task<bool> TryAsync(LegacyCall call, long id, string directory, CancellationToken cancellationToken)
    {
        try
        {
            return await call.Server.GetOutputAsync(id, directory, cancellationToken);
        }
        catch (LegacyException error)
        {
            call.Print(error.Message);
            throw;
        }
    }
}
