using Dirac.Hosting.Rpc.Binding;
using Dirac.Wire.Values;

namespace Dirac.Workload.Rpc.Sandboxes;

/// <summary>What a client calls the sandbox it sends: <c>MD5.tar.bz2</c>, perhaps in a list with the entities it is for, each with a type.</summary>
/// <param name="Name">The name.</param>
/// <param name="Entities">Entity and type; null when there is something else in their place.</param>
internal sealed record UploadId(string Name, IReadOnlyList<(string Entity, string Type)>? Entities) : IRpcArgument<UploadId>
{
    private const string Archive = ".tar";

    /// <inheritdoc/>
    public static string Expected => "[<class 'str'>, <class 'list'>]";

    /// <summary>The announced checksum.</summary>
    public string Md5 => At < 0 ? Name : Name[..At];

    /// <summary>The kind of archive.</summary>
    public string Format => At < 0 ? "" : Name[(At + 1)..];

    private int At => Name.IndexOf(Archive, StringComparison.Ordinal);

    /// <inheritdoc/>
    public static bool TryRead(WireValue value, out UploadId argument)
    {
        argument = new UploadId("", []);
        if (value.Kind == WireKind.Text) argument = new UploadId(value.AsText(), []);
        else if (!value.IsSequence) return false;
        else if (value.AsList().Span is not [{ Kind: WireKind.Text } name, var rest, ..]) argument = new UploadId("", null);
        else argument = new UploadId(name.AsText(), Read(rest));
        return true;
    }

    private static List<(string Entity, string Type)>? Read(WireValue entities)
    {
        if (entities.Kind != WireKind.Dict) return null;
        var read = new List<(string, string)>();
        foreach (var (entity, type) in entities.AsDict())
        {
            if (entity.Kind != WireKind.Text || type.Kind != WireKind.Text) return null;
            read.Add((entity.AsText(), type.AsText()));
        }

        return read;
    }
}
