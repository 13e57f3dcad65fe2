using System.Diagnostics;
using System.Runtime.InteropServices;
using Dirac.Installation;
using Dirac.Testing;

namespace Dirac.EndToEnd.Tests;

/// <summary>The native pilot file as <c>eng/publish-pilot</c> leaves it.</summary>
public sealed class NativePilotTests
{
    private const long LargestFile = 15_000_000;
    private const string Qemu = "/usr/bin/qemu-aarch64-static";
    private const string Chroot = "/usr/sbin/chroot";

    [Theory]
    [InlineData("x64", 62)]
    [InlineData("arm64", 183)]
    public void File_Always_NeedsNoLibraryOfTheNode(string architecture, int machine)
    {
        var file = new ElfFile(File.ReadAllBytes(Built(architecture)));

        Assert.Equal((machine, false, 0), (file.Machine, file.HasInterpreter, file.Libraries));
    }

    [Fact]
    public void ElfFile_OfADynamicProgram_SeesWhatItNeeds()
    {
        var shell = new ElfFile(File.ReadAllBytes("/bin/sh"));

        Assert.True(shell.HasInterpreter);
        Assert.NotEqual(0, shell.Libraries);
    }

    [Theory]
    [InlineData("x64")]
    [InlineData("arm64")]
    public void File_Always_IsSmall(string architecture) => Assert.InRange(new FileInfo(Built(architecture)).Length, 1, LargestFile);

    [Fact]
    public async Task Start_InAnEmptyRoot_Works()
    {
        var pilot = Built("x64");
        SkipOnOtherMachines();
        Assert.SkipUnless(Environment.UserName == "root" && File.Exists(Chroot), "Takes root and chroot.");
        using var root = new TempFolder();
        File.Copy(pilot, root.File("dirac-pilot"));

        Assert.StartsWith("Usage: dirac-pilot run", await OutputAsync(Chroot, root.FullPath, "/dirac-pilot", "--help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_OnArm64_Works()
    {
        var pilot = Built("arm64");
        Assert.SkipUnless(File.Exists(Qemu), "Takes Debian's qemu-user-static.");

        Assert.StartsWith("Usage: dirac-pilot run", await OutputAsync(Qemu, pilot, "--help"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_JobWithOutput_IsDone()
    {
        var file = Built("x64");
        SkipOnOtherMachines();
        await using var site = await Site.StartAsync();
        var secret = await site.Server.CreatePilotSecretAsync(InstalledPilot.Site, 1, TestContext.Current.CancellationToken);
        await using var pilot = InstalledPilot.Start(file, site.Server, secret, site.File("pilot"), processors: 1);

        await site.SubmitAsync(["""[ Executable = "/bin/echo"; Arguments = "native"; StdOutput = "std.out"; OutputSandbox = {"std.out"}; ]"""]);

        await site.WaitForDoneAsync(1, TimeSpan.FromSeconds(60));
    }

    private static string Built(string architecture)
    {
        var path = Programs.NativePilot(architecture);
        Assert.SkipUnless(File.Exists(path), $"There is no native pilot for {architecture}: 'eng/publish-pilot {architecture}' builds it.");
        return path;
    }

    private static void SkipOnOtherMachines() => Assert.SkipUnless(RuntimeInformation.OSArchitecture == Architecture.X64, "This machine is not x64.");

    private static async Task<string> OutputAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        return await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
