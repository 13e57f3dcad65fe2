using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Security.Certificates.Proxies;

namespace Dirac.Cli.Proxies;

/// <summary><c>dirac proxy info</c>: what a proxy file holds.</summary>
internal static class ShowProxy
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var path = new Option<string?>("--file", "-f") { HelpName = "FILE", Description = "The proxy. Default: X509_USER_PROXY, else /tmp/x509up_uNUMBER." };
        var check = new Option<bool>("--check") { Description = "Exit with 1 when it is not valid now or is no proxy." };
        return new Command("info", "Show whose a proxy is, its group, and how long it is valid.") { path, check }.Does(host, (session, parsed, _) =>
        {
            var file = ProxyPlaces.Proxy(parsed.GetValue(path), host);
            if (!File.Exists(file)) return Task.FromResult(Missing(file, host));
            using var proxy = ProxyFile.Read(file);
            var now = host.Clock.GetUtcNow();
            var facts = ProxyFacts.Of(proxy, file, now);
            facts.WriteTo(session.Screen);
            if (facts.SecondsLeft == 0) session.Screen.Note("It has expired.");
            if (now < proxy.BeginsAt) session.Screen.Note($"It is not valid before {Times.Show(proxy.BeginsAt)} UTC: compare the clocks.");
            if (!facts.IsProxy) session.Screen.Note("It is a certificate, not a proxy.");
            var isUsable = facts is { SecondsLeft: > 0, IsProxy: true } && now >= proxy.BeginsAt;
            return Task.FromResult(parsed.GetValue(check) && !isUsable ? ExitCodes.Failed : ExitCodes.Ok);
        });
    }

    private static int Missing(string file, CliHost host)
    {
        new ErrorReport(ExitCodes.Failed, $"There is no proxy at {file}.", "Make one with: dirac proxy init").WriteTo(host.Error);
        return ExitCodes.Failed;
    }
}
