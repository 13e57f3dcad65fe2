using System.Globalization;
using Dirac.Wire.Values;

namespace Dirac.Benchmarks.Codec;

/// <summary>Files as a bulk query of the catalogue returns them: names of eighty letters or so, eleven fields each, two of them dates.</summary>
internal static class CatalogueContent
{
    private static readonly DateTime FirstDay = new(2019, 3, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>So many files, the same for the same number.</summary>
    public static Dictionary<string, FileMetadata> Make(int files)
    {
        var random = new Random(files);
        var content = new Dictionary<string, FileMetadata>(files, StringComparer.Ordinal);
        for (var file = 0; file < files; file++)
        {
            var name = string.Create(
                CultureInfo.InvariantCulture, $"/lhcb/MC/2018/ALLSTREAMS.DST/{file / 100_000:00000000}/{file / 1000 % 100:0000}/{file / 100_000:00000000}_{file:00000000}_7.AllStreams.dst");
            content.Add(name, MakeOne(file, random));
        }

        return content;
    }

    /// <summary>The same as a value of the legacy protocols.</summary>
    public static WireValue ToWire(Dictionary<string, FileMetadata> content)
    {
        var keys = WireKeys.Of([.. MetadataFields.All]);
        return WireValue.Dict(
            WireKeys.Of([.. content.Keys]),
            [.. content.Values.Select(file => WireValue.Dict(
                keys, file.FileId, file.Size, file.Uid, file.Gid, file.Status, file.Checksum, file.ChecksumType, file.Guid,
                WireValue.Of(file.CreationDate), WireValue.Of(file.ModificationDate), file.Mode))]);
    }

#pragma warning disable CA5394 // Random on purpose, with a seed.
    private static FileMetadata MakeOne(int file, Random random)
    {
        var created = FirstDay.AddSeconds(random.Next(200_000_000));
        Span<byte> guid = stackalloc byte[16];
        random.NextBytes(guid);
        return new FileMetadata
        {
            FileId = 700_000_000 + file,
            Size = random.NextInt64(1_000_000, 6_000_000_000),
            Uid = random.Next(1, 3000),
            Gid = random.Next(1, 60),
            Status = "AprioriGood",
            Checksum = random.Next().ToString("x8", CultureInfo.InvariantCulture),
            ChecksumType = "Adler32",
            Guid = new Guid(guid).ToString("D").ToUpperInvariant(),
            CreationDate = created,
            ModificationDate = created.AddSeconds(random.Next(1_000_000)),
            Mode = 509,
        };
    }
#pragma warning restore CA5394
}
