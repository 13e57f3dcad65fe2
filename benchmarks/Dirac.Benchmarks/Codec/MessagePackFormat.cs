using System.Buffers;
using MessagePack;

namespace Dirac.Benchmarks.Codec;

/// <summary>MessagePack: maps with names of fields as in JSON, dates as its timestamps.</summary>
internal sealed class MessagePackFormat : IFileFormat
{
    public string Name => "messagepack";

    public void Encode(Dictionary<string, FileMetadata> content, IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteMapHeader(content.Count);
        foreach (var (name, file) in content)
        {
            writer.Write(name);
            Write(ref writer, file);
        }

        writer.Flush();
    }

    public Dictionary<string, FileMetadata> Decode(ReadOnlyMemory<byte> message)
    {
        var reader = new MessagePackReader(message);
        var count = reader.ReadMapHeader();
        var content = new Dictionary<string, FileMetadata>(count, StringComparer.Ordinal);
        for (var file = 0; file < count; file++) content.Add(reader.ReadString()!, Read(ref reader));
        return content;
    }

    private static void Write(ref MessagePackWriter writer, FileMetadata file)
    {
        writer.WriteMapHeader(MetadataFields.All.Count);
        Write(ref writer, MetadataFields.FileId, file.FileId);
        Write(ref writer, MetadataFields.Size, file.Size);
        Write(ref writer, MetadataFields.Uid, file.Uid);
        Write(ref writer, MetadataFields.Gid, file.Gid);
        Write(ref writer, MetadataFields.Status, file.Status);
        Write(ref writer, MetadataFields.Checksum, file.Checksum);
        Write(ref writer, MetadataFields.ChecksumType, file.ChecksumType);
        Write(ref writer, MetadataFields.Guid, file.Guid);
        Write(ref writer, MetadataFields.CreationDate, file.CreationDate);
        Write(ref writer, MetadataFields.ModificationDate, file.ModificationDate);
        Write(ref writer, MetadataFields.Mode, file.Mode);
    }

    private static void Write(ref MessagePackWriter writer, string name, long number)
    {
        writer.Write(name);
        writer.Write(number);
    }

    private static void Write(ref MessagePackWriter writer, string name, string text)
    {
        writer.Write(name);
        writer.Write(text);
    }

    private static void Write(ref MessagePackWriter writer, string name, DateTime moment)
    {
        writer.Write(name);
        writer.Write(moment);
    }

    private static FileMetadata Read(ref MessagePackReader reader)
    {
        reader.ReadMapHeader();
        var file = new FileMetadata
        {
            FileId = ReadNumber(ref reader, MetadataFields.FileId),
            Size = ReadNumber(ref reader, MetadataFields.Size),
            Uid = (int)ReadNumber(ref reader, MetadataFields.Uid),
            Gid = (int)ReadNumber(ref reader, MetadataFields.Gid),
            Status = ReadText(ref reader, MetadataFields.Status),
            Checksum = ReadText(ref reader, MetadataFields.Checksum),
            ChecksumType = ReadText(ref reader, MetadataFields.ChecksumType),
            Guid = ReadText(ref reader, MetadataFields.Guid),
            CreationDate = ReadMoment(ref reader, MetadataFields.CreationDate),
            ModificationDate = ReadMoment(ref reader, MetadataFields.ModificationDate),
            Mode = (int)ReadNumber(ref reader, MetadataFields.Mode),
        };
        return file;
    }

    private static long ReadNumber(ref MessagePackReader reader, string name)
    {
        Expect(ref reader, name);
        return reader.ReadInt64();
    }

    private static string ReadText(ref MessagePackReader reader, string name)
    {
        Expect(ref reader, name);
        return reader.ReadString()!;
    }

    private static DateTime ReadMoment(ref MessagePackReader reader, string name)
    {
        Expect(ref reader, name);
        return reader.ReadDateTime();
    }

    private static void Expect(ref MessagePackReader reader, string name)
    {
        if (reader.ReadString()! != name) throw new FormatException($"There should be {name}.");
    }
}
