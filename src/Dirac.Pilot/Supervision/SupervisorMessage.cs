using System.Buffers.Binary;

namespace Dirac.Pilot.Supervision;

/// <summary>What a supervisor tells its pilot.</summary>
internal enum SupervisorEvent
{
    /// <summary>The program runs; the value is its process id.</summary>
    Started = 1,

    /// <summary>The program could not be started; the value is the system's error number.</summary>
    NotStarted = 2,

    /// <summary>The program exited by itself and nothing of it is left; the value is its exit code.</summary>
    Exited = 3,

    /// <summary>A signal ended the program and nothing of it is left; the value is the signal.</summary>
    Signalled = 4,
}

/// <summary>One message of fixed size from supervisor to pilot.</summary>
/// <param name="Event">What happened.</param>
/// <param name="Value">Its number; see <see cref="SupervisorEvent"/>.</param>
/// <param name="CpuTime">CPU time of the payload and everything it started.</param>
/// <param name="MaxResidentKilobytes">Largest resident memory of any one of its processes, kB.</param>
internal readonly record struct SupervisorMessage(SupervisorEvent Event, int Value, TimeSpan CpuTime = default, long MaxResidentKilobytes = 0)
{
    /// <summary>Bytes on the wire.</summary>
    internal const int Size = 24;

    /// <summary>Whether nothing follows this message.</summary>
    internal bool IsLast => Event != SupervisorEvent.Started;

    /// <summary>Writes the message into <paramref name="target"/>.</summary>
    internal void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, (int)Event);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], Value);
        BinaryPrimitives.WriteInt64LittleEndian(target[8..], CpuTime.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], MaxResidentKilobytes);
    }

    /// <summary>Reads a message.</summary>
    internal static SupervisorMessage Read(ReadOnlySpan<byte> source) => new(
        (SupervisorEvent)BinaryPrimitives.ReadInt32LittleEndian(source),
        BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
        TimeSpan.FromTicks(BinaryPrimitives.ReadInt64LittleEndian(source[8..])),
        BinaryPrimitives.ReadInt64LittleEndian(source[16..]));
}
