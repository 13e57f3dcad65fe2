namespace Dirac.Security.Certificates.Names;

/// <summary>One attribute of a name: its type, the bytes of its value, and the text they stand for.</summary>
/// <param name="Oid">Type as dotted numbers.</param>
/// <param name="Content">Content of the value as encoded, which OpenSSL prints.</param>
/// <param name="Text">Decoded value, by which names are compared.</param>
internal readonly record struct NameAttribute(string Oid, byte[] Content, string Text);
