using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Dirac.Security.Certificates.Proxies;
using Dirac.Security.Certificates.Voms;
using Dirac.Testing;

namespace Dirac.Security.Tests.Certificates.Voms;

/// <summary>The reference client itself makes proxies, and says what is in them; we must read the same.</summary>
public sealed class VomsToolTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestGrid _grid = new(isEc: false);

    public VomsToolTests()
    {
        Assert.SkipUnless(
            Find("voms-proxy-fake") is not null && Find("voms-proxy-info") is not null,
            "THERE IS NO voms-proxy-fake OR voms-proxy-info ON THE PATH: only attribute certificates made earlier have been read.");
        Write("user", _grid.MakeUser(plan =>
        {
            Lasting(plan);
            AddKeyIdentifier(plan);
        }));
        Write("host", _grid.MakeUser(plan =>
        {
            Lasting(plan);
            plan.Subject = TestGrid.NameOf("voms.example.org");
            plan.Key = TestKeys.Get("voms", isEc: false);
            plan.Others.Clear();
            AddKeyIdentifier(plan);
        }));
        Authority = _grid.MakeAuthority("Test CA", "ca", change: Lasting);
        // The tools want a folder of authorities, but verify nothing of it: what they say are the facts alone.
        Directory.CreateDirectory(_folder.File("ca"));
        Directory.CreateDirectory(_folder.File("vo.example.org"));
        File.WriteAllText(Path.Combine(_folder.File("vo.example.org"), "voms.example.org.lsc"), "/DC=org/DC=testgrid/CN=voms.example.org\n/DC=org/DC=testgrid/CN=Test CA\n");
    }

    private Made Authority { get; }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData()]
    [InlineData("-newformat")]
    [InlineData("-newformat", "-ga", "nickname = ann (vo.example.org)", "-ga", "id = 4711 (vo.example.org)")]
    [InlineData("-newformat", "-fqan", "/vo.example.org/a/b/Role=NULL/Capability=NULL", "-limited")]
    [InlineData("-pastac", "1:30")]
    public async Task Read_WhatTheToolMade_AgreesWithTheTool(params string[] more)
    {
        await MakeAsync(more);
        var said = await InfoAsync();

        var attributes = VomsBed.Accepted(Read());

        Assert.Equal(Lines(said, "VO"), [attributes.Vo]);
        Assert.Equal(Lines(said, "uri"), [attributes.Server]);
        Assert.Equal(Lines(said, "issuer")[^1], attributes.Signer.OneLine);
        var fqans = Lines(said, "attribute").Where(line => line.StartsWith('/')).Select(line => VomsFqan.TryParse(line)!);
        Assert.Equal(fqans, attributes.Fqans);
        var tags = Lines(said, "attribute").Where(line => !line.StartsWith('/'));
        Assert.Equal(tags, attributes.GenericAttributes.Select(tag => $"{tag.Name} = {tag.Value.Trim()} ({tag.Qualifier})"));
        var left = TimeSpan.Parse(Lines(said, "timeleft")[^1], CultureInfo.InvariantCulture);
        Assert.InRange((attributes.NotAfter - TimeProvider.System.GetUtcNow() - left).TotalSeconds, -60, 5);
    }

    [Fact]
    public async Task Read_SignedByAKeyThatIsNotTheServers_IsRefused()
    {
        await File.WriteAllTextAsync(_folder.File("host.key"), TestKeys.Get("forger", isEc: false).ExportPkcs8PrivateKeyPem(), TestContext.Current.CancellationToken);
        await MakeAsync();

        Assert.Equal(VomsFault.SignatureInvalid, VomsBed.Fault(Read()));
    }

    private VomsVerdict Read()
    {
        using var proxy = ProxyFile.Read(_folder.File("proxy"));
        var reader = new VomsReader(new VomsOptions(), new VomsDirectory(_folder.FullPath), () => TestGrid.Trusting([Authority]), TimeProvider.System);
        return Assert.Single(reader.Read(proxy));
    }

    private Task<string> MakeAsync(params string[] more) => RunAsync(
        "voms-proxy-fake",
        [
            "-cert", _folder.File("user.pem"), "-key", _folder.File("user.key"), "-hostcert", _folder.File("host.pem"), "-hostkey", _folder.File("host.key"),
            "-certdir", _folder.File("ca"), "-voms", "vo.example.org", "-uri", "voms.example.org:15000", "-fqan", "/vo.example.org/Role=prod/Capability=NULL",
            "-rfc", "-bits", "2048", "-hours", "12", "-out", _folder.File("proxy"), .. more,
        ]);

    private Task<string> InfoAsync() => RunAsync("voms-proxy-info", ["-all", "-file", _folder.File("proxy")]);

    private static List<string> Lines(string said, string key) =>
        [.. said.Split('\n').Where(line => line.Split(':')[0].Trim() == key).Select(line => line[(line.IndexOf(':') + 1)..].Trim().Replace("  ", " ", StringComparison.Ordinal))];

    private async Task<string> RunAsync(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(Find(program)!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["X509_CERT_DIR"] = _folder.File("ca");
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {output}{await errors}");
        return output;
    }

    // The tool has no clock but the machine's.
    private static void Lasting(CertificatePlan plan) =>
        (plan.NotBefore, plan.NotAfter) = (TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(30));

    // The tool makes nothing without it.
    private static void AddKeyIdentifier(CertificatePlan plan) =>
        plan.Others.Add(new X509SubjectKeyIdentifierExtension(Encoding.ASCII.GetBytes("twenty bytes of a key"), critical: false));

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private void Write(string name, Made made)
    {
        File.WriteAllText(_folder.File(name + ".pem"), made.Pem);
        File.WriteAllText(_folder.File(name + ".key"), made.KeyPem);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.File(name + ".key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }
}
