using System.Diagnostics;

namespace Dirac.Security.Tests.Certificates;

/// <summary>The system's openssl, for a second opinion.</summary>
internal static class OpenSsl
{
    private static readonly string? Program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .Select(folder => Path.Combine(folder, "openssl")).FirstOrDefault(File.Exists);

    public static bool IsThere => Program is not null;

    public static void SkipWithout() => Assert.SkipUnless(IsThere, "THERE IS NO openssl ON THE PATH: nobody but ourselves has judged our proxies.");

    public static async Task<(int Code, string Output)> RunAsync(byte[] input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Program!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.BaseStream.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, process.ExitCode == 0 ? output : output + await errors);
    }
}
