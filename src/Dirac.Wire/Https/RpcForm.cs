using System.Text;
using Dirac.Wire.Codecs;
using Dirac.Wire.Dips;
using Dirac.Wire.Values;

namespace Dirac.Wire.Https;

/// <summary>A call over HTTPS, as the fields of a form.</summary>
/// <param name="Method">Its name.</param>
/// <param name="Arguments">Its arguments.</param>
/// <remarks>Whoever reads the form from a request limits its size: the length of <c>args</c> is that of the largest file sent, times four thirds and the form's escapes.</remarks>
public sealed record RpcForm(string Method, IReadOnlyList<WireValue> Arguments)
{
    /// <summary>The field of <see cref="Method"/>; the only one that may stand in the query instead.</summary>
    public const string MethodField = "method";

    private const string ArgumentsField = "args";
    private const string CredentialsField = "extraCredentials";
    private const string VoField = "clientVO";
    private const string SetupField = "clientSetup";
    private const string RawField = "rawContent";

    /// <summary>What the client says about itself; meant only with a certificate.</summary>
    public DipsExtraCredentials ExtraCredentials { get; init; } = new DipsExtraCredentials.None();

    /// <summary>The client's virtual organisation, which servers do not use.</summary>
    public string ClientVo { get; init; } = "unknown";

    /// <summary>The client's setup, which servers do not use.</summary>
    public string ClientSetup { get; init; } = "";

    /// <summary>Whether the client wants bytes as they are instead of a return structure.</summary>
    public bool IsRaw { get; init; }

    /// <summary>Reads a call from fields.</summary>
    /// <param name="field">Gives a field's first value, or null.</param>
    /// <param name="form">The call.</param>
    /// <param name="options">Limits of the arguments; null for the defaults.</param>
    /// <returns>Why it is none, or <see cref="RpcFormProblem.None"/>.</returns>
    public static RpcFormProblem TryRead(Func<string, string?> field, out RpcForm form, WireReadOptions? options = null)
    {
        form = new RpcForm(field(MethodField) ?? "", []);
        if (form.Method.Length == 0) return RpcFormProblem.NoMethod;
        if (!TryDecode(field(ArgumentsField) ?? "[]", options, out var arguments) || arguments.Kind != WireKind.List) return RpcFormProblem.BadArguments;

        form = new RpcForm(form.Method, arguments.AsList().ToArray())
        {
            ExtraCredentials = CredentialsIn(field(CredentialsField), options),
            ClientVo = field(VoField) ?? "",
            ClientSetup = field(SetupField) ?? "",
            // Real servers take any text for true, even "False".
            IsRaw = field(RawField) is { } raw && raw.ToUpperInvariant() is not ("" or "FALSE" or "NO" or "0" or "NONE"),
        };
        return RpcFormProblem.None;
    }

    /// <summary>The fields, in the order of current clients.</summary>
    /// <returns>Name and value of each.</returns>
    /// <exception cref="WireEncodingException">An argument cannot be sent.</exception>
    public IReadOnlyList<KeyValuePair<string, string>> ToFields()
    {
        var fields = new List<KeyValuePair<string, string>>
        {
            new(MethodField, Method),
            new(ArgumentsField, Encoding.UTF8.GetString(JEncode.Encode(WireValue.List([.. Arguments])))),
        };
        if (ExtraCredentials is not DipsExtraCredentials.None) fields.Add(new(CredentialsField, Encoding.UTF8.GetString(JEncode.Encode(ExtraCredentials.ToWire()))));
        fields.Add(new(VoField, ClientVo));
        fields.Add(new(SetupField, ClientSetup));
        if (IsRaw) fields.Add(new(RawField, "True"));
        return fields;
    }

    private static DipsExtraCredentials CredentialsIn(string? text, WireReadOptions? options)
    {
        if (string.IsNullOrEmpty(text)) return new DipsExtraCredentials.None();
        return TryDecode(text, options, out var value) ? DipsExtraCredentials.Read(value) : new DipsExtraCredentials.Malformed();
    }

    private static bool TryDecode(string text, WireReadOptions? options, out WireValue value)
    {
        value = default;
        try
        {
            value = JEncode.Decode(Encoding.UTF8.GetBytes(text), options);
            return true;
        }
        catch (WireFormatException)
        {
            return false;
        }
    }
}
