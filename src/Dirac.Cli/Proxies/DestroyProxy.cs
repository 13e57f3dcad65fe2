using System.CommandLine;
using Dirac.Cli.Shell;
using Dirac.Security.Certificates.Proxies;

namespace Dirac.Cli.Proxies;

/// <summary><c>dirac proxy destroy</c>: removes a proxy file.</summary>
internal static class DestroyProxy
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var path = new Option<string?>("--file", "-f") { HelpName = "FILE", Description = "The proxy. Default: X509_USER_PROXY, else /tmp/x509up_uNUMBER." };
        return new Command("destroy", "Remove a proxy file. Proxies that a server keeps stay there.") { path }.Does(host, (session, parsed, _) =>
        {
            var file = ProxyPlaces.Proxy(parsed.GetValue(path), host);
            if (!File.Exists(file))
            {
                session.Screen.Note($"There is no proxy at {file}.");
                return Task.FromResult(ExitCodes.Ok);
            }

            // A mistyped name must not cost another file.
            using (ProxyFile.Read(file)) File.Delete(file);
            session.Screen.Note($"{file} is removed.");
            return Task.FromResult(ExitCodes.Ok);
        });
    }
}
