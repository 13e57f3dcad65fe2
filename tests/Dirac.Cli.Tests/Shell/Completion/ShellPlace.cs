using System.Diagnostics;
using Dirac.Testing;

namespace Dirac.Cli.Tests.Shell.Completion;

/// <summary>A folder where a shell finds the completion script, an example file, and the program on its PATH.</summary>
internal sealed class ShellPlace : IDisposable
{
    private readonly TempFolder _folder = new();

    /// <summary>Makes it; skips the test where the shell is not installed.</summary>
    public static ShellPlace Create(string shell, string script)
    {
        Assert.SkipUnless(IsInstalled(shell), $"{shell} is not installed: apt-get install {shell}.");
        var place = new ShellPlace();
        File.WriteAllText(place._folder.File($"completion.{shell}"), script);
        File.WriteAllText(place._folder.File("example.jdl"), "");
        return place;
    }

    /// <summary>Runs a program there; its standard output without the last end of line.</summary>
    public async Task<string> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.FullPath, RedirectStandardOutput = true, RedirectStandardInput = true };
        start.Environment["PATH"] = $"{AppContext.BaseDirectory}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = _folder.FullPath;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.TrimEnd();
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>Whether a program is on the PATH.</summary>
    internal static bool IsInstalled(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));
}
