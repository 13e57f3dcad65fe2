using Dirac.Cli.Jobs;
using Dirac.Client.Sandboxes;
using Dirac.Model.Errors;
using Dirac.Model.Jdl;

namespace Dirac.Cli.LegacyNames;

/// <summary>Submits one description, and says what DIRAC says meanwhile.</summary>
/// <param name="Ids">The jobs in order.</param>
/// <param name="IsParametric">Whether the description was one of many jobs.</param>
internal sealed record LegacySubmission(IReadOnlyList<long> Ids, bool IsParametric)
{
    private const string BadDescription = "Invalid job description ( 1501 : Invalid job JDL)";
    private const string BadSandbox = "Invalid job description ( 1501 : Input Sandbox is not valid)";

    /// <summary>Submits.</summary>
    /// <param name="call">Where to ask and print.</param>
    /// <param name="text">The description.</param>
    /// <param name="cancellationToken">Ends the work; jobs may have been accepted.</param>
    /// <exception cref="LegacyException">It was refused; that was printed, too.</exception>
    public static async Task<LegacySubmission> SubmitAsync(LegacyCall call, string text, CancellationToken cancellationToken)
    {
        try
        {
            var ad = Parse(text);
            // compat: DIRAC looks for input files in the working directory, not beside the description.
            var description = new JobDescriptionFile(call.Syntax.Name, ad, call.Host.WorkingDirectory);
            CheckSandbox(call, description);
            return new LegacySubmission(await call.Server.SubmitAsync(description, cancellationToken), ParametricJobs.IsParametric(ad));
        }
        catch (LegacyException error)
        {
            call.Print($"Job submission failure {error.Message}");
            throw;
        }
    }

    private static ClassAd Parse(string text)
    {
        var lines = text.Trim().Split('\n').Where(line => !line.TrimStart().StartsWith('#'));
        var plain = string.Join('\n', lines);
        try
        {
            var ad = ClassAd.Parse(plain.StartsWith('[') ? plain : $"[{plain}]");
            return ad.Attributes.Count > 0 ? ad : throw new LegacyException(BadDescription);
        }
        catch (DiracException)
        {
            throw new LegacyException(BadDescription);
        }
    }

    private static void CheckSandbox(LegacyCall call, JobDescriptionFile description)
    {
        IReadOnlyList<string> missing = SandboxFiles.Find(description.Folder, InputSandbox.LocalNames(description.Ad)).Missing;
        if (missing.Count == 0) return;
        foreach (var name in missing) call.Print($"inputSandbox file/directory {name} not found. Keep looking for the others");
        throw new LegacyException(BadSandbox);
    }
}
