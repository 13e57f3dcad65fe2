using Dirac.Model.Jdl;

namespace Dirac.Workload.Jobs;

/// <summary>A job's descriptions as stored: base64 of zlib, or plain text in old rows.</summary>
internal sealed class JobJdlRow
{
    public long JobID { get; init; }

    public string JDL { get; init; } = "";

    public string OriginalJDL { get; init; } = "";

    public ClassAd Derived => ClassAd.Parse(JobJdlCodec.Decompress(JDL));

    public string DerivedText => JobJdlCodec.Decompress(JDL);

    public string OriginalText => JobJdlCodec.Decompress(OriginalJDL);
}
