using Dirac.Client.Jobs;
using Dirac.Client.Sandboxes;
using Dirac.Model.Api;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;

namespace Dirac.Cli.Jobs;

/// <summary>What a client does to submit: check, send the input files, then the descriptions.</summary>
/// <param name="jobs">The server's jobs.</param>
/// <param name="sandboxes">The server's sandboxes.</param>
/// <param name="clock">The clock of the pause before another attempt.</param>
internal sealed class JobSubmission(JobClient jobs, SandboxClient sandboxes, TimeProvider clock)
{
    private const int MostAttempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Submits descriptions, all or none.</summary>
    /// <param name="descriptions">Several plain ones, or one parametric.</param>
    /// <param name="cancellationToken">Ends the work; jobs may have been accepted.</param>
    /// <returns>The jobs in order.</returns>
    /// <exception cref="DiracException">Something in the descriptions cannot be; nothing was submitted.</exception>
    public async Task<IReadOnlyList<SubmittedJob>> SubmitAsync(IReadOnlyList<JobDescriptionFile> descriptions, CancellationToken cancellationToken) =>
        await SendAsync(await PrepareAsync(descriptions, cancellationToken), cancellationToken);

    /// <summary>Sends the input files; returns the texts to submit.</summary>
    /// <param name="descriptions">Several plain ones, or one parametric.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    /// <exception cref="DiracException">Something in the descriptions cannot be.</exception>
    public async Task<IReadOnlyList<string>> PrepareAsync(IReadOnlyList<JobDescriptionFile> descriptions, CancellationToken cancellationToken)
    {
        var parametric = descriptions.FirstOrDefault(description => ParametricJobs.IsParametric(description.Ad));
        if (parametric is not null && descriptions.Count > 1)
        {
            throw new DiracException(
                ErrorCode.BadJobDescription, $"{parametric.Name} is parametric, and such a description is submitted alone.", "Submit it by itself; nothing was submitted now.");
        }

        // A missing file must be noticed before anything is sent.
        foreach (var description in descriptions) InputSandbox.FindLocal(description);
        var sandbox = new InputSandbox(sandboxes);
        var texts = new List<string>(descriptions.Count);
        foreach (var description in descriptions) texts.Add((await sandbox.UploadAsync(description, cancellationToken)).ToString());
        return texts;
    }

    // The key makes it safe to ask again when the answer was lost: jobs that were accepted are not made twice.
    private async Task<IReadOnlyList<SubmittedJob>> SendAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken)
    {
        var key = Guid.NewGuid().ToString();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await jobs.SubmitAsync(texts, key, cancellationToken);
            }
            catch (DiracException error) when (error.Code == ErrorCode.Unavailable && attempt < MostAttempts)
            {
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }
}
