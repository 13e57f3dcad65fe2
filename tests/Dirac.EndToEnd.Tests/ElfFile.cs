using System.Buffers.Binary;

namespace Dirac.EndToEnd.Tests;

/// <summary>What the head of a 64-bit little-endian ELF file says about what the program needs to start.</summary>
internal sealed class ElfFile(byte[] content)
{
    private const int Interpreter = 3;
    private const int Dynamic = 2;
    private const int Needed = 1;
    private const int EntrySize = 16;

    /// <summary>The machine: 62 is x86-64, 183 is AArch64.</summary>
    public int Machine => BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(0x12));

    /// <summary>Whether a dynamic linker of the node starts the program.</summary>
    public bool HasInterpreter => Segments(Interpreter).Any();

    /// <summary>How many libraries of the node are loaded.</summary>
    public int Libraries => Segments(Dynamic).Sum(segment =>
        Enumerable.Range(0, (int)(segment.Length / EntrySize)).Count(entry => Long((int)segment.Offset + (entry * EntrySize)) == Needed));

    private IEnumerable<(long Offset, long Length)> Segments(int type)
    {
        var table = (int)Long(0x20);
        var size = BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(0x36));
        var count = BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(0x38));
        return from index in Enumerable.Range(0, count)
               let header = table + (index * size)
               where BinaryPrimitives.ReadInt32LittleEndian(content.AsSpan(header)) == type
               select (Long(header + 0x08), Long(header + 0x20));
    }

    private long Long(int offset) => BinaryPrimitives.ReadInt64LittleEndian(content.AsSpan(offset));
}
