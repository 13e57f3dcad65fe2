using System.Globalization;
using System.Runtime.InteropServices;
using Dirac.Pilot.Payloads;

namespace Dirac.Pilot.Workflows;

/// <summary>The module Script: runs a program and writes what it printed to a log file.</summary>
/// <param name="directory">Where it runs.</param>
/// <param name="programs">Starts programs.</param>
/// <param name="log">Takes lines for the job's standard output.</param>
internal sealed class ScriptModule(string directory, IProgramRunner programs, TextWriter log) : IWorkflowModule
{
    /// <summary>DIRAC's code for a program that could not be started; as an exit code of a process it is 232.</summary>
    internal const int CannotStart = 1000;

    private const string Unknown = "Unknown";

    private const UnixFileMode Executable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <inheritdoc/>
    public ModuleOutcome Run(ModuleValues values, WorkflowStanding standing)
    {
        var executable = values.Step.GetValueOrDefault("executable", Unknown);
        if (executable.Length == 0) return ModuleOutcome.Failed.Of("RuntimeError", "No executable defined");
        var own = Path.GetFileName(executable);
        var isOwn = own.Length > 0 && Path.Exists(Path.Combine(directory, own));
        if (isOwn) executable = own;
        if (Command(executable, isOwn, Arguments(values), out var problem) is not { } command) return ModuleOutcome.Failed.Of("ValueError", problem!);
        log.WriteLine($"It runs: {string.Join(' ', command)}");
        return Execute(executable, command, values);
    }

    private ModuleOutcome Execute(string executable, IReadOnlyList<string> command, ModuleValues values)
    {
        using var output = new ProgramOutput(directory);
        var end = programs.Run(command, output);
        var title = Title(executable);
        if (end.Error != 0)
        {
            log.WriteLine($"It cannot be started: {Marshal.GetPInvokeErrorMessage(end.Error)}.");
            return Exited(title, CannotStart);
        }

        var file = values.Step.GetValueOrDefault("applicationLog") ?? values.Step.GetValueOrDefault("logFile") ?? values.Module.GetValueOrDefault("applicationLog", "");
        if (WriteLog(executable, output, file) is { } failure) return failure;
        log.WriteLine($"It ended with {end.Status}; what it printed is in {file}.");
        if (IsVerbose(values)) output.CopyTo(log);
        return end.Status == 0 ? new ModuleOutcome.Succeeded($"{title}{Application(values)} successful") : Exited(title, end.Status);
    }

    private static ModuleOutcome.Failed Exited(string title, int status)
    {
        var text = $"'{title}' Exited With Status {status.ToString(CultureInfo.InvariantCulture)}";
        return new ModuleOutcome.Failed(text, status, text);
    }

    // compat: what users see is the file's name up to its first underscore.
    private static string Title(string executable) => Path.GetFileName(executable).Split('_')[0];

    private static string Application(ModuleValues values)
    {
        var name = values.Step.GetValueOrDefault("applicationName", Unknown);
        return name.Length == 0 || name.Equals(Unknown, StringComparison.OrdinalIgnoreCase)
            ? ""
            : $" ({name} {values.Step.GetValueOrDefault("applicationVersion", Unknown)})";
    }

    private static string Arguments(ModuleValues values)
    {
        var own = values.Step.GetValueOrDefault("arguments") ?? values.Module.GetValueOrDefault("arguments", "");
        return string.IsNullOrWhiteSpace(own) ? values.Job.GetValueOrDefault("arguments", own) : own;
    }

    private static bool IsVerbose(ModuleValues values) =>
        values.Job.GetValueOrDefault("LogLevel", "").ToUpperInvariant() is "VERBOSE" or "DEBUG";

    // A file of the job is run itself; anything else may be a whole command line, and a Python file elsewhere is run by Python.
    private IReadOnlyList<string>? Command(string executable, bool isOwn, string arguments, out string? problem)
    {
        if (isOwn)
        {
            var path = Path.Combine(directory, executable);
            MakeExecutable(path);
            return ArgumentSplitter.Split(arguments, out problem) is var words && problem is null ? [path, .. words] : null;
        }

        var line = executable.EndsWith(".py", StringComparison.Ordinal) ? $"python3 {executable}" : executable;
        return ArgumentSplitter.Split(arguments.Length > 0 ? $"{line} {arguments}" : line, out problem) is var all && problem is null ? all : null;
    }

    private static void MakeExecutable(string path)
    {
        const UnixFileMode needed = UnixFileMode.UserRead | UnixFileMode.UserExecute;
        if ((File.GetUnixFileMode(path) & needed) != needed) File.SetUnixFileMode(path, Executable);
    }

    private ModuleOutcome.Failed? WriteLog(string executable, ProgramOutput output, string file)
    {
        // compat: the name is put behind the directory as it is.
        var path = $"{directory}/{file}";
        try
        {
            output.WriteLog(path, executable);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var (number, kind, text) = error switch
            {
                DirectoryNotFoundException or FileNotFoundException => (2, "FileNotFoundError", "No such file or directory"),
                UnauthorizedAccessException when Directory.Exists(path) => (21, "IsADirectoryError", "Is a directory"),
                UnauthorizedAccessException => (13, "PermissionError", "Permission denied"),
                _ => (5, "OSError", error.Message),
            };
            return new ModuleOutcome.Failed($"[Errno {number}] {text}: {path}", 0, $"{kind}({number}, {text})");
        }
    }
}
