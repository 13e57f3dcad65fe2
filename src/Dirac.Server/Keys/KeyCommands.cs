using Dirac.Model.Errors;
using Dirac.Security.Tokens;

namespace Dirac.Server.Keys;

/// <summary>The command <c>dirac-server keys</c>: changes the keys that sign tokens while servers run.</summary>
internal static class KeyCommands
{
    private const string Usage =
        """
        dirac-server keys list          --data DIR | --jwks FILE
        dirac-server keys add           --data DIR | --jwks FILE    make a key: published, not signing yet
        dirac-server keys use KID       --data DIR | --jwks FILE    let it sign from now on
        dirac-server keys remove KID    --data DIR | --jwks FILE    refuse what it has signed
        """;

    /// <summary>Runs the command; servers that use the file follow within seconds.</summary>
    /// <exception cref="DiracException">The arguments are not understood, or the file cannot be used.</exception>
    public static void Run(IReadOnlyList<string> arguments, TextWriter output)
    {
        var (words, option, place) = Split(arguments);
        var keys = new KeySetEditor(Path.GetFullPath(option == "--data" ? SigningKeys.UsualFile(place) : place));
        switch (words)
        {
            case ["list"]:
                foreach (var (keyId, signs) in keys.List()) output.WriteLine($"{keyId}  {(signs ? "signs" : "verifies")}");
                break;
            case ["add"]:
                output.WriteLine(keys.Add());
                break;
            case ["use", var keyId]:
                keys.Use(keyId);
                break;
            case ["remove", var keyId]:
                keys.Remove(keyId);
                break;
            default:
                throw Wrong("The command is not understood.");
        }
    }

    private static (List<string> Words, string Option, string Place) Split(IReadOnlyList<string> arguments)
    {
        var at = arguments.ToList().FindIndex(argument => argument is "--data" or "--jwks");
        if (at < 0 || at + 1 >= arguments.Count) throw Wrong("--data or --jwks is missing.");
        return ([.. arguments.Where((_, index) => index != at && index != at + 1)], arguments[at], arguments[at + 1]);
    }

    private static DiracException Wrong(string problem) => new(ErrorCode.BadRequest, problem, Usage);
}
