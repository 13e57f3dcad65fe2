using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Dirac.Model.Errors;

namespace Dirac.Cli.Identity;

/// <summary>For which VO to log in.</summary>
internal static class VoChoice
{
    /// <summary>The one that was named, the only one, or the one that a person chooses.</summary>
    /// <param name="session">For the question.</param>
    /// <param name="metadata">What the server serves.</param>
    /// <param name="wanted">The VO named, if any.</param>
    /// <param name="cancellationToken">Ends the wait for an answer.</param>
    /// <exception cref="UsageException">There is no such VO, or nobody is there to choose.</exception>
    public static async Task<string> FindAsync(Session session, DiracMetadata metadata, string? wanted, CancellationToken cancellationToken)
    {
        var vos = metadata.VirtualOrganizations.Keys.Order(StringComparer.Ordinal).ToList();
        if (vos.Count == 0) throw new DiracException(ErrorCode.BadConfiguration, "The server serves no VO.", "Its administrators add one to /Registry.");
        if (wanted is not null) return vos.Contains(wanted, StringComparer.Ordinal) ? wanted : throw Unknown(wanted, vos);
        if (vos is [var only]) return only;
        if (!session.Host.InputIsTerminal) throw new UsageException("For which VO?", $"Name one with --vo: {string.Join(", ", vos)}.");
        Show(session.Host.Error, vos);
        return Understand(await session.Screen.AskAsync("Which one? Number or name:", cancellationToken), vos);
    }

    /// <summary>Understands an answer. Pure.</summary>
    /// <param name="answer">A number as shown, or a name.</param>
    /// <param name="vos">What was shown.</param>
    /// <exception cref="UsageException">It is neither.</exception>
    public static string Understand(string answer, IReadOnlyList<string> vos) =>
        int.TryParse(answer, out var number) && number > 0 && number <= vos.Count ? vos[number - 1]
        : vos.Contains(answer, StringComparer.Ordinal) ? answer
        : throw Unknown(answer, vos);

    private static void Show(TextWriter writer, IReadOnlyList<string> vos)
    {
        writer.WriteLine("The server serves several communities:");
        foreach (var (vo, number) in vos.Select((vo, index) => (vo, index + 1))) writer.WriteLine($"  {number,2}  {vo}");
    }

    private static UsageException Unknown(string wanted, IReadOnlyList<string> vos) => new(
        $"The server serves no VO '{wanted}'.",
        NearestNames.Find(wanted, vos, 1) is [var near] ? $"Did you mean {near}?" : $"There are: {string.Join(", ", vos)}.");
}
