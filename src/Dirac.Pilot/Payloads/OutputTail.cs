using System.Text;

namespace Dirac.Pilot.Payloads;

/// <summary>The last lines of a file that is being written, for people who peek.</summary>
internal static class OutputTail
{
    /// <summary>Lines shown.</summary>
    internal const int Lines = 20;

    private const int MaxBytes = 8 << 10;

    /// <summary>Reads the last lines; empty when there is no file yet.</summary>
    internal static string Read(string path, int count = Lines)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            file.Seek(Math.Max(0, file.Length - MaxBytes), SeekOrigin.Begin);
            var bytes = new byte[MaxBytes];
            var length = file.ReadAtLeast(bytes, MaxBytes, throwOnEndOfStream: false);
            var lines = Encoding.UTF8.GetString(bytes, 0, length).TrimEnd('\n').Split('\n');
            return string.Join('\n', lines.TakeLast(count));
        }
        catch (IOException)
        {
            return "";
        }
    }
}
