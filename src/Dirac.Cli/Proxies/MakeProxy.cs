using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Security.Certificates.Proxies;

namespace Dirac.Cli.Proxies;

/// <summary><c>dirac proxy init</c>: makes a proxy of the user's certificate.</summary>
internal static class MakeProxy
{
    private const string Usual = "24:00";

    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var certificate = new CertificateOptions();
        var group = new Option<string?>("--group", "-g") { HelpName = "GROUP", Description = "DIRAC group to work in. Default: none, so that services take your default group." };
        var valid = new Option<string>("--valid") { HelpName = "TIME", Description = "How long it is valid, HH:MM.", DefaultValueFactory = _ => Usual };
        var limited = new Option<bool>("--limited") { Description = "Make a limited proxy: it moves data, but submits no jobs." };
        var path = new Option<string?>("--out", "-o") { HelpName = "FILE", Description = "Where to. Default: X509_USER_PROXY, else /tmp/x509up_uNUMBER." };
        var command = new Command("init", "Make a proxy of your certificate (RFC 3820).") { group, valid, limited, path };
        certificate.AddTo(command);
        return command.Does(host, (session, parsed, _) =>
        {
            var options = new ProxyOptions { Lifetime = ValidTime.Parse(parsed.GetValue(valid)!), Group = parsed.GetValue(group), IsLimited = parsed.GetValue(limited) };
            var file = ProxyPlaces.Proxy(parsed.GetValue(path), host);
            using var user = certificate.Read(parsed, host);
            using var proxy = new ProxyMaker(host.Clock).Make(user, options);
            ProxyFile.Write(file, proxy);
            var facts = ProxyFacts.Of(proxy, file, host.Clock.GetUtcNow());
            if (facts.SecondsLeft + 1 < options.Lifetime.TotalSeconds) session.Screen.Note($"It ends with your certificate, in {ValidTime.Show(TimeSpan.FromSeconds(facts.SecondsLeft))}.");
            facts.WriteTo(session.Screen);
            return Task.FromResult(ExitCodes.Ok);
        });
    }
}
