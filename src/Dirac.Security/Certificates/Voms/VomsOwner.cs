using System.Numerics;
using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Voms;

/// <summary>The user's own certificate, to which attribute certificates are bound.</summary>
/// <param name="Subject">Its subject.</param>
/// <param name="Issuer">Its issuer.</param>
/// <param name="Serial">Its serial.</param>
internal sealed record VomsOwner(DistinguishedName Subject, DistinguishedName Issuer, BigInteger Serial);
