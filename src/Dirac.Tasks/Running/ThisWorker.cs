using System.Globalization;

namespace Dirac.Tasks.Running;

/// <summary>What this process is called where it holds tasks.</summary>
internal static class ThisWorker
{
    private const int LongestMachine = 52;

    /// <summary>Host and process, such as <c>node7/4711</c>; at most 64 characters.</summary>
    public static string Name { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName[..Math.Min(Environment.MachineName.Length, LongestMachine)]}/{Environment.ProcessId}");
}
