using System.Buffers;
using System.Formats.Cbor;

namespace Dirac.Benchmarks.Codec;

/// <summary>CBOR: maps with names of fields as in JSON, dates as seconds since 1970.</summary>
internal sealed class CborFormat : IFileFormat
{
    public string Name => "cbor";

    public void Encode(Dictionary<string, FileMetadata> content, IBufferWriter<byte> output)
    {
        var writer = new CborWriter(CborConformanceMode.Lax);
        writer.WriteStartMap(content.Count);
        foreach (var (name, file) in content)
        {
            writer.WriteTextString(name);
            Write(writer, file);
        }

        writer.WriteEndMap();
        output.Advance(writer.Encode(output.GetSpan(writer.BytesWritten)));
    }

    public Dictionary<string, FileMetadata> Decode(ReadOnlyMemory<byte> message)
    {
        var reader = new CborReader(message, CborConformanceMode.Lax);
        var count = reader.ReadStartMap() ?? 0;
        var content = new Dictionary<string, FileMetadata>(count, StringComparer.Ordinal);
        for (var file = 0; file < count; file++) content.Add(reader.ReadTextString(), Read(reader));
        reader.ReadEndMap();
        return content;
    }

    private static void Write(CborWriter writer, FileMetadata file)
    {
        writer.WriteStartMap(MetadataFields.All.Count);
        Write(writer, MetadataFields.FileId, file.FileId);
        Write(writer, MetadataFields.Size, file.Size);
        Write(writer, MetadataFields.Uid, file.Uid);
        Write(writer, MetadataFields.Gid, file.Gid);
        Write(writer, MetadataFields.Status, file.Status);
        Write(writer, MetadataFields.Checksum, file.Checksum);
        Write(writer, MetadataFields.ChecksumType, file.ChecksumType);
        Write(writer, MetadataFields.Guid, file.Guid);
        Write(writer, MetadataFields.CreationDate, file.CreationDate);
        Write(writer, MetadataFields.ModificationDate, file.ModificationDate);
        Write(writer, MetadataFields.Mode, file.Mode);
        writer.WriteEndMap();
    }

    private static void Write(CborWriter writer, string name, long number)
    {
        writer.WriteTextString(name);
        writer.WriteInt64(number);
    }

    private static void Write(CborWriter writer, string name, string text)
    {
        writer.WriteTextString(name);
        writer.WriteTextString(text);
    }

    private static void Write(CborWriter writer, string name, DateTime moment)
    {
        writer.WriteTextString(name);
        writer.WriteUnixTimeSeconds(new DateTimeOffset(moment).ToUnixTimeSeconds());
    }

    private static FileMetadata Read(CborReader reader)
    {
        reader.ReadStartMap();
        var file = new FileMetadata
        {
            FileId = ReadNumber(reader, MetadataFields.FileId),
            Size = ReadNumber(reader, MetadataFields.Size),
            Uid = (int)ReadNumber(reader, MetadataFields.Uid),
            Gid = (int)ReadNumber(reader, MetadataFields.Gid),
            Status = ReadText(reader, MetadataFields.Status),
            Checksum = ReadText(reader, MetadataFields.Checksum),
            ChecksumType = ReadText(reader, MetadataFields.ChecksumType),
            Guid = ReadText(reader, MetadataFields.Guid),
            CreationDate = ReadMoment(reader, MetadataFields.CreationDate),
            ModificationDate = ReadMoment(reader, MetadataFields.ModificationDate),
            Mode = (int)ReadNumber(reader, MetadataFields.Mode),
        };
        reader.ReadEndMap();
        return file;
    }

    private static long ReadNumber(CborReader reader, string name)
    {
        Expect(reader, name);
        return reader.ReadInt64();
    }

    private static string ReadText(CborReader reader, string name)
    {
        Expect(reader, name);
        return reader.ReadTextString();
    }

    private static DateTime ReadMoment(CborReader reader, string name)
    {
        Expect(reader, name);
        return reader.ReadUnixTimeSeconds().UtcDateTime;
    }

    private static void Expect(CborReader reader, string name)
    {
        if (reader.ReadTextString() != name) throw new FormatException($"There should be {name}.");
    }
}
