using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;
using Spectre.Console;

namespace Dirac.Cli.Users;

/// <summary><c>dirac user sync</c>: compares the users of a VO with those of its identity provider.</summary>
internal static class SyncUsers
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var vo = new Argument<string>("VO") { Description = "The VO." };
        var apply = new Option<bool>("--apply") { Description = "Change the configuration; without it the differences are only shown." };
        var group = UserOptions.As();
        return new Command("sync", "Compare the users of a VO with those of its identity provider. Nobody is ever deleted.") { vo, apply, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            await session.WorkAsAsync(parsed.GetValue(group), UserOptions.Rights, cancellationToken);
            var reply = await session.Accounts.SyncAsync(new AccountSyncRequest(parsed.GetRequiredValue(vo), parsed.GetValue(apply)), cancellationToken);
            if (session.Screen.Json) session.Screen.WriteJson(reply, ModelJsonContext.Default.AccountSyncReply);
            else Print(session.Screen, reply);
            return reply.Refusal is null ? ExitCodes.Ok : ExitCodes.Failed;
        });
    }

    private static void Print(Screen screen, AccountSyncReply reply)
    {
        if (reply.Changes.Count > 0)
        {
            var table = Screen.NewTable("Change", "User", "Why", "E-mail", "Name at the provider");
            foreach (var change in reply.Changes) table.AddRow(new Text(change.Kind), new Text(change.UserName), new Text(change.Reason), new Text(change.Email ?? ""), new Text(change.Subject));
            screen.Console.Write(table);
        }

        screen.Note(reply switch
        {
            { Refusal: { } refusal } => $"Nothing is changed: {refusal}",
            { Changes.Count: 0 } => $"The users of {reply.Vo} agree with the provider.",
            { Applied: true } => "Done, but for what a person must look at.",
            _ => "Nothing is changed yet; --apply does it.",
        });
    }
}
