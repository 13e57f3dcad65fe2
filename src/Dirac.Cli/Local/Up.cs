using System.CommandLine;
using System.Runtime.InteropServices;
using System.Security.Cryptography.X509Certificates;
using Dirac.Cli.Profiles;
using Dirac.Cli.Shell;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Model.Errors;
using Dirac.Model.Text;

namespace Dirac.Cli.Local;

/// <summary><c>dirac up</c>: a server and a pilot on this machine until Ctrl-C.</summary>
internal static class Up
{
    /// <summary>Makes the command.</summary>
    /// <param name="host">The process.</param>
    public static Command Create(CliHost host)
    {
        var processors = new Option<int>("--processors") { HelpName = "N", Description = "How many processors the pilot offers.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var urls = new Option<string?>("--urls") { HelpName = "URLS", Description = "Where the server listens. Default: https://127.0.0.1:8443." };
        var config = new Option<string?>("--config") { HelpName = "FILE", Description = "Configuration of the server (CFG). Default: dirac.cfg in the data directory." };
        return new Command("up", "Run a server and a pilot on this machine until Ctrl-C.") { processors, urls, config }.Does(host, async (session, parsed, cancellationToken) =>
        {
            if (parsed.GetValue(processors) < 1) throw new UsageException("A pilot needs at least one processor.", "Give --processors 1 or more.");
            session.Server.StayHere();
            if (await FindRunningAsync(session, cancellationToken)) return ExitCodes.Ok;

            List<string> arguments = [];
            if (parsed.GetValue(urls) is { } listen) arguments.AddRange(["--urls", listen]);
            if (parsed.GetValue(config) is { } file) arguments.AddRange(["--config", Path.GetFullPath(file, host.WorkingDirectory)]);

            session.Screen.Note("Starting the server …");
            await using var installation = await LocalInstallation.StartAsync(host, session.DataDirectory, parsed.GetValue(processors), arguments, cancellationToken);
            session.Screen.WriteLine($"DIRAC is up: server {installation.Server.Options.Url} (process {installation.Server.Pid}), pilot with {Numbers.Of(parsed.GetValue(processors), "processor")}.");
            await PrintNextStepsAsync(session, installation.Server.Connection, cancellationToken);
            if (parsed.GetValue(urls) is { } asked && IsForOthers(asked)) PrintWayIn(session, asked);
            session.Screen.WriteLine($"  Logs       {installation.LogDirectory}");
            session.Screen.WriteLine("\nCtrl-C stops both; jobs that wait are kept.");
            return await WaitForEndAsync(session, installation.Server, cancellationToken);
        });
    }

    // A second `up` on the same directory is a question for the link, not a second server.
    private static async Task<bool> FindRunningAsync(Session session, CancellationToken cancellationToken)
    {
        if (ServerReady.TryRead(session.DataDirectory) is not { } ready) return false;
        try
        {
            await session.Identity.WhoAmIAsync(cancellationToken);
        }
        catch (DiracException error) when (error.Code is ErrorCode.Unavailable or ErrorCode.NotAuthenticated)
        {
            return false;
        }

        session.Screen.WriteLine($"DIRAC is up already: server {session.Connection.Url} (process {ready.Pid}).");
        await PrintNextStepsAsync(session, session.Connection, cancellationToken);
        return true;
    }

    private static async Task PrintNextStepsAsync(Session session, ApiConnection connection, CancellationToken cancellationToken)
    {
        var link = await new IdentityClient(connection).CreateBrowserLinkAsync(cancellationToken);
        var data = session.DataDirectory == DataDirectory.Find(null, session.Host) ? "" : $" --data {session.DataDirectory}";
        session.Screen.WriteLine($"""

              Web page   {link.Url}
                         (works once, for {link.ExpiresIn / 60} minutes; the browser will ask about the certificate, which {Path.Combine(session.DataDirectory, "ca.pem")} vouches for)
              Submit     {session.Screen.Program}{data} job submit --executable /bin/echo --arguments "Hello"
              Look       {session.Screen.Program}{data} job list
            """);
    }

    private static bool IsForOthers(string urls) => Uri.TryCreate(urls.Split(',')[0], UriKind.Absolute, out var url) && url is { IsLoopback: false, Scheme: "https" };

    private static void PrintWayIn(Session session, string urls)
    {
        var url = new Uri(urls.Split(',')[0]);
        var host = url.Host is "0.0.0.0" or "[::]" ? Environment.MachineName : url.Host;
        using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(session.DataDirectory, "ca.pem"));
        session.Screen.WriteLine($"""
              Elsewhere  dirac login --url https://{host}:{url.Port}
                         (there, compare the fingerprint: {Fingerprints.Show(ServerPin.Fingerprint(authority))})
            """);
    }

    private static async Task<int> WaitForEndAsync(Session session, LocalServer server, CancellationToken cancellationToken)
    {
        // Closing the terminal must stop the others too: they do not belong to its session.
        using var closed = new CancellationTokenSource();
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, context =>
        {
            context.Cancel = true;
            closed.Cancel();
        });
        using var either = CancellationTokenSource.CreateLinkedTokenSource(closed.Token, cancellationToken);
        try
        {
            await server.WaitAsync(either.Token);
            throw new DiracException(ErrorCode.Unavailable, "The server ended by itself.", $"Its log is {server.LogFile}.");
        }
        catch (OperationCanceledException) when (either.IsCancellationRequested)
        {
            session.Screen.Note("Stopping: the pilot finishes or gives back its jobs, then the server ends …");
            return ExitCodes.Ok;
        }
    }
}
