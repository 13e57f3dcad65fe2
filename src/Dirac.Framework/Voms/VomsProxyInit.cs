using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using Dirac.Hosting.Serving.GridTls;
using Dirac.Model.Errors;
using Dirac.Security.Certificates.Proxies;

namespace Dirac.Framework.Voms;

/// <summary>Asks VOMS by the program <c>voms-proxy-init</c>, as DIRAC does. Keys are in files of a folder that only we can enter, and only while it runs.</summary>
/// <param name="grid">Knows where the authorities are.</param>
/// <param name="clock">Tells how long the proxy is still good.</param>
/// <param name="program">The program, looked up in PATH.</param>
internal sealed class VomsProxyInit(GridTlsKeeper grid, TimeProvider clock, string program = "voms-proxy-init") : IVomsClient
{
    private const int LongestOutput = 2_000;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(80);
    private static readonly TimeSpan Shorter = TimeSpan.FromSeconds(300);

    public async Task<VomsOutcome> DressAsync(GridCredential proxy, string vo, string attribute, CancellationToken cancellationToken)
    {
        if (proxy.ExpiresAt - clock.GetUtcNow() <= Shorter) return new VomsOutcome.Refused("Proxy length is less that 300 secs");
        // Made 0700.
        var folder = Directory.CreateTempSubdirectory("dirac-voms-");
        try
        {
            var (plain, dressed) = (Path.Combine(folder.FullName, "in"), Path.Combine(folder.FullName, "out"));
            ProxyFile.Write(plain, proxy);
            return await RunAsync(StartInfo(proxy, vo, attribute, (plain, dressed)), cancellationToken) is { } failure
                ? new VomsOutcome.Refused(failure)
                : new VomsOutcome.Dressed(ProxyFile.Read(dressed));
        }
        catch (Exception problem) when (problem is DiracException or IOException)
        {
            return new VomsOutcome.Refused($"Can't load new proxy: {problem.Message}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task<string?> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        using var process = new Process { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            return $"Failed to call {program}: it is not installed on this server";
        }

        using var limit = new CancellationTokenSource(Longest, clock);
        using var time = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var (output, error) = (process.StandardOutput.ReadToEndAsync(time.Token), process.StandardError.ReadToEndAsync(time.Token));
            await process.WaitForExitAsync(time.Token);
            return process.ExitCode == 0 ? null : Cut($"Failed to set VOMS attributes. StdOut: {await output}; StdErr: {await error}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            return $"Failed to call {program}: it did not end within {Longest.TotalSeconds} s";
        }
    }

    private static string Cut(string text) => text.Length > LongestOutput ? text[..LongestOutput] : text;

    private ProcessStartInfo StartInfo(GridCredential proxy, string vo, string attribute, (string In, string Out) files)
    {
        var left = proxy.ExpiresAt - clock.GetUtcNow() - Shorter;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false };
        if (proxy.IsLimited) start.ArgumentList.Add("-limited");
        foreach (var argument in (string[])["-cert", files.In, "-key", files.In, "-out", files.Out, "-voms", attribute is "NoRole" ? vo : $"{vo}:{attribute}"])
            start.ArgumentList.Add(argument);
        foreach (var argument in (string[])["-valid", string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours}:{left.Minutes}"), "-bits", proxy.KeyBits.ToString(CultureInfo.InvariantCulture), "-r", "-timeout", "12"])
            start.ArgumentList.Add(argument);
        start.Environment["X509_CERT_DIR"] = grid.Authorities.Path;
        return start;
    }
}
