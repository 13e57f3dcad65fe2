using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Model.Api;

namespace Dirac.Cli.Users;

/// <summary><c>dirac user approve|refuse</c>: registers somebody who asked for it, or says no.</summary>
internal static class DecideUserRequest
{
    /// <summary>Makes <c>approve</c>.</summary>
    /// <param name="host">The process.</param>
    public static Command CreateApprove(CliHost host)
    {
        var (id, group) = (UserOptions.Id(), UserOptions.As());
        var user = new Option<string?>("--user") { HelpName = "NAME", Description = "The DIRAC user name (default: the one that the list shows)." };
        var member = new Option<string?>("--group") { HelpName = "GROUP", Description = "The group whose member the person becomes (default: the VO's default group)." };
        var existing = new Option<bool>("--existing") { Description = "The person is the user --user, who is registered already: with a certificate, or in another VO." };
        return new Command("approve", "Register somebody who has logged in: a user of the configuration, in one group.") { id, user, member, existing, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            var approval = new AccountApproval(parsed.GetValue(user), parsed.GetValue(member), parsed.GetValue(existing));
            if (approval is { Existing: true, UserName: null }) throw new UsageException("Nobody says which user the person is.", "Name one with --user.");
            await session.WorkAsAsync(parsed.GetValue(group), UserOptions.Rights, cancellationToken);
            var approved = await session.Accounts.ApproveAsync(parsed.GetValue(id), approval, cancellationToken);
            return Show(session.Screen, approved, $"{approved.UserName} is registered in {approved.Vo} and can log in.");
        });
    }

    /// <summary>Makes <c>refuse</c>.</summary>
    /// <param name="host">The process.</param>
    public static Command CreateRefuse(CliHost host)
    {
        var (id, group) = (UserOptions.Id(), UserOptions.As());
        return new Command("refuse", "Do not register somebody; the person is told with the next login. 'approve' takes it back.") { id, group }.Does(host, async (session, parsed, cancellationToken) =>
        {
            await session.WorkAsAsync(parsed.GetValue(group), UserOptions.Rights, cancellationToken);
            var refused = await session.Accounts.RefuseAsync(parsed.GetValue(id), cancellationToken);
            return Show(session.Screen, refused, $"Request {refused.Id} is refused.");
        });
    }

    private static int Show(Screen screen, AccountRequestInfo request, string sentence)
    {
        if (screen.Json) screen.WriteJson(request, ModelJsonContext.Default.AccountRequestInfo);
        else screen.WriteLine(sentence);
        return ExitCodes.Ok;
    }
}
