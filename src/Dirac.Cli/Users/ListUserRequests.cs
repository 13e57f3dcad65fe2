using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Users;

/// <summary><c>dirac user requests</c>: who has logged in at the identity provider and is not registered.</summary>
internal static class ListUserRequests
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var all = new Option<bool>("--all") { Description = "Those who were approved or refused, too." };
        var group = UserOptions.As();
        return new Command("requests", "List the people who have logged in and wait to be registered, the longest first.") { all, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            await session.WorkAsAsync(parsed.GetValue(group), UserOptions.Rights, cancellationToken);
            var requests = await session.Accounts.RequestsAsync(parsed.GetValue(all), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(requests, ModelJsonContext.Default.IReadOnlyListAccountRequestInfo);
            else if (requests.Count == 0) session.Screen.Note("Nobody waits.");
            else session.Screen.Console.Write(ToTable(requests));
            return ExitCodes.Ok;
        });
    }

    private static Table ToTable(IEnumerable<AccountRequestInfo> requests)
    {
        var table = Screen.NewTable("ID", "Status", "User name", "Name", "E-mail", "Name at the provider", "First seen", "Decided by");
        foreach (var request in requests)
        {
            string[] cells =
            [
                $"{request.Id}", request.Status, request.UserName, request.Name ?? "", request.Email ?? "", request.Subject, Times.Show(request.FirstSeen), request.DecidedBy ?? "",
            ];
            table.AddRow([.. cells.Select(cell => new Text(cell))]);
        }

        return table;
    }
}
