using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Security.Certificates.Proxies;

namespace Dirac.Cli.Proxies;

/// <summary>The options that name a certificate and its key, and where the passphrase comes from. It is never an argument: others can see those.</summary>
internal sealed class CertificateOptions
{
    private readonly Option<string?> _certificate = new("--cert") { HelpName = "FILE", Description = "Your certificate. Default: X509_USER_CERT, else ~/.globus/usercert.pem." };
    private readonly Option<string?> _key = new("--key") { HelpName = "FILE", Description = "Its key. Default: X509_USER_KEY, else ~/.globus/userkey.pem." };
    private readonly Option<bool> _fromInput = new("--pwstdin") { Description = "Read the key's passphrase from standard input." };

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    public void AddTo(Command command)
    {
        command.Add(_certificate);
        command.Add(_key);
        command.Add(_fromInput);
    }

    /// <summary>Reads certificate and key; asks for the passphrase if the key is encrypted.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="host">The process.</param>
    public GridCredential Read(ParseResult parsed, CliHost host)
    {
        var key = ProxyPlaces.Key(parsed.GetValue(_key), host);
        return UserCertificate.Read(ProxyPlaces.Certificate(parsed.GetValue(_certificate), host), key, () => Passphrase(key, parsed.GetValue(_fromInput), host));
    }

    private static string Passphrase(string key, bool fromInput, CliHost host)
    {
        if (fromInput) return host.Input.ReadLine() ?? "";
        if (!host.InputIsTerminal) throw new UsageException($"{key} is encrypted, and nobody is there to give the passphrase.", "Send it to standard input, with --pwstdin.");
        host.Error.Write($"Passphrase of {key}: ");
        return (host.ReadHidden ?? (() => host.Input.ReadLine() ?? ""))();
    }
}
