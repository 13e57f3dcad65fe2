using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dirac.Model.Api;
using Dirac.Model.Jobs;
using Dirac.Workload.Matching;

namespace Dirac.Workload.Resources;

/// <summary>A kind of offer that pilots have made: everything but the seconds of CPU time left, which only count by segment.</summary>
internal sealed class SeenOffer(string vo, ResourceDescription resource, long seenMs)
{
    private long _seenMs = seenMs;

    public string Kind { get; } = KindOf(vo, resource);

    public string VO => vo;

    public ResourceDescription Resource => resource;

    public Offer Offer { get; } = Offer.From(resource, vo);

    /// <summary>When a pilot last offered it, milliseconds since 1970.</summary>
    public long SeenMs => Interlocked.Read(ref _seenMs);

    /// <summary>When that was last written down; 0 for never.</summary>
    public long StoredMs { get; set; }

    /// <summary>It was offered again.</summary>
    public void Seen(long nowMs)
    {
        var known = SeenMs;
        while (nowMs > known)
        {
            var found = Interlocked.CompareExchange(ref _seenMs, nowMs, known);
            if (found == known) return;
            known = found;
        }
    }

    /// <summary>The name of the kind: short, and the same on every server.</summary>
    public static string KindOf(string vo, ResourceDescription resource)
    {
        var segment = CpuSegments.Default.LastOrDefault(segment => segment <= resource.CPUTime);
        var text = string.Join('\n', [
            vo, resource.Site, resource.GridCE ?? "", resource.Platform ?? "", segment.ToString(CultureInfo.InvariantCulture),
            resource.NumberOfProcessors.ToString(CultureInfo.InvariantCulture), (resource.MaxRAM / 1000).ToString(CultureInfo.InvariantCulture), resource.WholeNode ? "1" : "0",
            string.Join('\t', resource.Tag.Order(StringComparer.Ordinal)), string.Join('\t', resource.RequiredTag.Order(StringComparer.Ordinal)),
        ]);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
