using System.Diagnostics;
using System.Runtime.InteropServices;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests;

/// <summary>The native command line as <c>eng/publish-dirac</c> leaves it.</summary>
public sealed class NativeCommandTests
{
    private const long LargestFile = 20_000_000;
    private const string Chroot = "/usr/sbin/chroot";

    [Fact]
    public void File_Always_NeedsNoLibraryAndIsSmall()
    {
        var path = Built();
        var file = new ElfFile(File.ReadAllBytes(path));

        Assert.Equal((62, false, 0), (file.Machine, file.HasInterpreter, file.Libraries));
        Assert.InRange(new FileInfo(path).Length, 1, LargestFile);
    }

    [Fact]
    public async Task JobList_OfAServer_ShowsItsJobs()
    {
        var dirac = Built();
        await using var site = await Site.StartAsync();
        await site.Jobs.SubmitAsync(["""[ JobName = "native"; Executable = "/bin/true"; ]"""], TestContext.Current.CancellationToken);

        Assert.Contains("native", await OutputAsync(dirac, site.Server.Directory, "job", "list"), StringComparison.Ordinal);
        // Without a home, as in a batch job.
        Assert.Contains("native", await OutputAsync("/usr/bin/env", null, "-i", dirac, "job", "list", "--data", site.Server.Directory), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_InAnEmptyRoot_Works()
    {
        var dirac = Built();
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists(Chroot), "Takes root and chroot.");
        using var root = new TempFolder();
        File.Copy(dirac, root.File("dirac"));

        Assert.Contains("job", await OutputAsync(Chroot, null, root.FullPath, "/dirac", "--help"), StringComparison.Ordinal);
    }

    private static string Built()
    {
        var path = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "native", "x64", "dirac"));
        Assert.SkipUnless(File.Exists(path), "There is no native command line: 'eng/publish-dirac' builds it.");
        Assert.SkipUnless(RuntimeInformation.OSArchitecture == Architecture.X64, "This machine is not x64.");
        return path;
    }

    private static async Task<string> OutputAsync(string program, string? data, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (data is not null) start.Environment["DIRAC_DATA"] = data;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        return output + await errors;
    }
}
