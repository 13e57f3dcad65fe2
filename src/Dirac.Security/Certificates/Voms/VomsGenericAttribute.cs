namespace Dirac.Security.Certificates.Voms;

/// <summary>A fact that a VOMS server tells about somebody beyond groups and roles.</summary>
/// <param name="Name">What it is, for example <c>nickname</c>.</param>
/// <param name="Value">The value, as it stands there.</param>
/// <param name="Qualifier">The VO or group it is about.</param>
public sealed record VomsGenericAttribute(string Name, string Value, string Qualifier);
