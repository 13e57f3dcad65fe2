using Dirac.Cli.LegacyNames.Options;

namespace Dirac.Cli.LegacyNames.Commands;

/// <summary><c>dirac-wms-job-peek</c>.</summary>
internal static class JobPeekCommand
{
    /// <summary>Makes the command.</summary>
    public static ILegacyCommand Create() => new EachJobCommand(new LegacySyntax("dirac-wms-job-peek", "Show the last lines that jobs have printed"), ShowAsync);

    private static async Task ShowAsync(LegacyCall call, string job, CancellationToken cancellationToken)
    {
        var id = LegacyIds.ReadOne(call, job);
        try
        {
            var parameters = await call.Server.ParametersAsync(id, cancellationToken);
            call.Print(parameters?.GetValueOrDefault("StandardOutput") is { Length: > 0 } lines ? lines : "No standard output available to print.");
        }
        catch (LegacyException error)
        {
            await call.Host.Error.WriteLineAsync($"{call.Syntax.Name}: {error.Message}");
            throw new LegacyException("Could not retrieve job attributes");
        }
    }
}
