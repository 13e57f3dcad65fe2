using System.CommandLine;
using Dirac.Cli.Profiles;
using Dirac.Cli.Shell;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Client.Identity.Device;
using Dirac.Client.Identity.Kept;
using Dirac.Model.Api;

namespace Dirac.Cli.Identity;

/// <summary><c>dirac login</c>: a login at a server, which a person allows in a browser.</summary>
internal static class Login
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var vo = new Option<string?>("--vo") { HelpName = "VO", Description = "Your community. Default: the only one of the server; else it asks." };
        var group = new Option<string?>("--group") { HelpName = "GROUP", Description = "The DIRAC group wanted. Default: your default group." };
        var browser = new Option<bool>("--browser") { Description = "Open the page in a browser. Default: when there is a screen." };
        var noBrowser = new Option<bool>("--no-browser") { Description = "Open no browser, only show the address and the code." };
        var fingerprint = new Option<string?>("--trust-fingerprint") { HelpName = "HEX", Description = "Trust the server whose certificate, or its authority's, has this SHA-256; also when it has changed." };
        var local = new Option<bool>("--local") { Description = "Log in as the user who started the server of the data directory." };
        var print = new Option<bool>("--print-token") { Description = "Print the access token of a login for other programs; whoever reads it is you until it expires." };
        return new Command("login", "Log in to a server, in a browser or by a code; --url names it the first time.") { vo, group, browser, noBrowser, fingerprint, local, print }.Does(host, (session, parsed, cancellationToken) =>
        {
            if (parsed.GetValue(browser) && parsed.GetValue(noBrowser)) throw new UsageException("With a browser, or without?", "Say --browser or --no-browser, not both.");
            if (parsed.GetValue(local)) return PrintToken.OfThisMachineAsync(session, parsed.GetValue(print), parsed.GetValue(group), cancellationToken);
            if (parsed.GetValue(print)) return PrintToken.OfProfileAsync(session, parsed.GetValue(group), cancellationToken);
            return RunAsync(session, new LoginWishes
            {
                Vo = parsed.GetValue(vo),
                Group = parsed.GetValue(group),
                Browser = parsed.GetValue(browser) ? true : parsed.GetValue(noBrowser) ? false : null,
                Fingerprint = parsed.GetValue(fingerprint),
            }, cancellationToken);
        });
    }

    private static async Task<int> RunAsync(Session session, LoginWishes wishes, CancellationToken cancellationToken)
    {
        var target = LoginTarget.Decide(session.Server.Options, session.Server.Environment, session.Profiles.Read());
        var pin = await FirstContact.FindAsync(session, target.Url, target.Known, wishes.Fingerprint, cancellationToken);
        var options = new ApiConnectionOptions { Url = target.Url, Pin = pin };
        using var server = new ApiConnection(options, null);
        var metadata = await server.SendAsync(ApiRequest.Get("/.well-known/dirac-metadata"), ModelJsonContext.Default.DiracMetadata, cancellationToken);
        var vo = await VoChoice.FindAsync(session, metadata, wishes.Vo ?? target.Again?.Vo, cancellationToken);
        var group = wishes.Group ?? (vo == target.Again?.Vo ? target.Again?.Group : null);
        var asked = session.Host.Clock.GetUtcNow();
        var tokens = await LogInAsync(session, new OAuthClient(server), vo, group, wishes.Browser, cancellationToken);

        using var login = new ApiConnection(options, new FixedToken(tokens.AccessToken));
        var me = await new IdentityClient(login).WhoAmIAsync(cancellationToken);
        var name = target.Name ?? ProfileNames.For(target.Url, vo, group ?? me.DiracGroup, session.Profiles.Read());
        var profile = new Profile { Name = name, Url = ProfileBook.Normalise(target.Url.AbsoluteUri), Pin = pin, Vo = me.Vo, Group = me.DiracGroup };
        await KeepAsync(session, profile, KeptTokens.From(tokens, asked), cancellationToken);
        session.Screen.Note($"You are logged in at {profile.Url} as {me.PreferredUsername}, group {me.DiracGroup} of {me.Vo}. The profile {profile.Name} is in use now.");
        if (session.Screen.Json) session.Screen.WriteJson(me, ModelJsonContext.Default.UserInfo);
        return ExitCodes.Ok;
    }

    private static async Task<TokenReply> LogInAsync(Session session, OAuthClient server, string vo, string? group, bool? browser, CancellationToken cancellationToken)
    {
        var started = await server.BeginDeviceAsync(group is null ? $"vo:{vo}" : $"vo:{vo} group:{group}", cancellationToken);
        new DeviceScreen(session).Show(started, browser);
        try
        {
            return await new DeviceLogin(server, session.Host.Clock).WaitAsync(started, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            session.Screen.Note("Given up: you are not logged in.");
            throw;
        }
    }

    // Both or none: what Ctrl-C leaves is the login from before.
    private static async Task KeepAsync(Session session, Profile profile, KeptTokens tokens, CancellationToken cancellationToken)
    {
        var file = session.Profiles.TokensOf(profile.Name);
        using (await file.LockAsync(cancellationToken)) file.Write(tokens);
        await session.Profiles.ChangeAsync(book => book.With(profile), CancellationToken.None);
    }
}
