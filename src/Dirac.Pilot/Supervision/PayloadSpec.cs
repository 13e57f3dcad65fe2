using System.Text;

namespace Dirac.Pilot.Supervision;

/// <summary>What a supervisor is to run, and how; travels from pilot to supervisor as one length-prefixed message.</summary>
internal sealed record PayloadSpec
{
    /// <summary>No message may be longer; guards against a broken peer.</summary>
    internal const int MaxLength = 16 << 20;

    /// <summary>Absolute path of the program.</summary>
    public required string Executable { get; init; }

    /// <summary>Arguments, the program's own name first.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>The whole environment, <c>NAME=value</c> each.</summary>
    public required IReadOnlyList<string> Environment { get; init; }

    /// <summary>Where it runs.</summary>
    public required string Directory { get; init; }

    /// <summary>File for standard output, absolute.</summary>
    public required string StandardOutput { get; init; }

    /// <summary>File for standard error, absolute; may be the same.</summary>
    public required string StandardError { get; init; }

    /// <summary>Largest file the payload may write, bytes; 0 means no limit.</summary>
    public long MaxFileBytes { get; init; }

    /// <summary>Whether the program makes a container, for which root needs its powers; the payload in it has none of them.</summary>
    public bool MakesContainer { get; init; }

    /// <summary>Writes the message, its length first (4 bytes, little endian).</summary>
    internal byte[] ToMessage()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(0);
        writer.Write(Executable);
        writer.Write(Directory);
        writer.Write(StandardOutput);
        writer.Write(StandardError);
        writer.Write(MaxFileBytes);
        writer.Write(MakesContainer);
        WriteList(writer, Arguments);
        WriteList(writer, Environment);
        writer.Seek(0, SeekOrigin.Begin);
        writer.Write((int)buffer.Length - sizeof(int));
        return buffer.ToArray();
    }

    /// <summary>Reads what follows the length.</summary>
    internal static PayloadSpec FromMessage(byte[] message)
    {
        using var reader = new BinaryReader(new MemoryStream(message), Encoding.UTF8);
        return new PayloadSpec
        {
            Executable = reader.ReadString(),
            Directory = reader.ReadString(),
            StandardOutput = reader.ReadString(),
            StandardError = reader.ReadString(),
            MaxFileBytes = reader.ReadInt64(),
            MakesContainer = reader.ReadBoolean(),
            Arguments = ReadList(reader),
            Environment = ReadList(reader),
        };
    }

    private static void WriteList(BinaryWriter writer, IReadOnlyList<string> values)
    {
        writer.Write(values.Count);
        foreach (var value in values) writer.Write(value);
    }

    private static string[] ReadList(BinaryReader reader)
    {
        var values = new string[reader.ReadInt32()];
        for (var i = 0; i < values.Length; i++) values[i] = reader.ReadString();
        return values;
    }
}
