namespace Dirac.Security.Certificates.Voms;

/// <summary>What an attribute certificate is worth: <see cref="Accepted"/> or <see cref="Refused"/>.</summary>
public abstract record VomsVerdict
{
    private VomsVerdict()
    {
    }

    /// <summary>A trusted server of the VO says this about the user.</summary>
    /// <param name="Attributes">What it says.</param>
    public sealed record Accepted(VomsAttributes Attributes) : VomsVerdict;

    /// <summary>It is not to be believed.</summary>
    /// <param name="Fault">What is wrong.</param>
    /// <param name="Vo">The VO it claims to be of; empty when it cannot be read.</param>
    /// <param name="Detail">What makes the fault understood: a name or a sentence; may be empty.</param>
    public sealed record Refused(VomsFault Fault, string Vo, string Detail) : VomsVerdict
    {
        /// <summary>What it claims; null unless <see cref="VomsOptions.ReportUnverified"/> and it can be read. For showing, never for deciding.</summary>
        public VomsAttributes? Unverified { get; init; }

        /// <summary>A sentence for people: what is wrong, and with what.</summary>
        public string Reason =>
            $"VOMS attributes{(Vo.Length == 0 ? "" : $" of {Vo}")}: {Explain(Fault)}{(Detail.Length == 0 ? "" : $" ({Detail.TrimEnd('.')})")}.";
    }

    private static string Explain(VomsFault fault) => fault switch
    {
        VomsFault.Malformed => "they cannot be read",
        VomsFault.WrongHolder => "they were given to somebody else",
        VomsFault.Expired => "they have expired; make a new proxy",
        VomsFault.NotYetValid => "they are not valid yet; compare the clocks",
        VomsFault.WrongTarget => "they are for other services than this one",
        VomsFault.UnknownCriticalExtension => "they have a critical extension that is not known here",
        VomsFault.MayBeRevoked => "they do not say that they are never revoked, and there is nowhere to ask",
        VomsFault.ForeignGroup => "a group in them is not of this VO",
        VomsFault.SignatureAlgorithmNotAccepted => "they are signed with an algorithm that is not accepted; SHA-256 or better is needed",
        VomsFault.SignerUnknown => "the certificate of the server that signed them is neither in them nor known here",
        VomsFault.SignatureInvalid => "their signature is not by the server that they name",
        VomsFault.SignerNotAccepted => "the certificate of the server that signed them is not accepted",
        VomsFault.ServerNotTrusted => "no file of the VO vouches for their server",
        _ => "they are not accepted",
    };
}
