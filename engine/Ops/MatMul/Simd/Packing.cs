using System.Runtime.Intrinsics;

namespace ILGpuAutoencoders.Engine;

/// <summary>Copies a piece of B into a panel: k rows of a tile's columns each, zeros where B ends.</summary>
internal static unsafe class Packing
{
    /// <summary>Packs B[k, columns] from memory where element (k, n) is at k · rowStep + n · columnStep.</summary>
    internal static void Panel(float* b, int rowStep, int columnStep, int k, int columns, float* panel, int panelColumns)
    {
        if (columns < panelColumns)
        {
            new Span<float>(panel, k * panelColumns).Clear();
        }

        if (columnStep == 1)
        {
            for (int i = 0; i < k; i++)
            {
                new ReadOnlySpan<float>(b + ((long)i * rowStep), columns).CopyTo(new Span<float>(panel + ((long)i * panelColumns), columns));
            }
        }
        else if (rowStep == 1)
        {
            Transpose(b, columnStep, k, columns, panel, panelColumns);
        }
        else
        {
            for (int i = 0; i < k; i++)
            {
                for (int n = 0; n < columns; n++)
                {
                    panel[((long)i * panelColumns) + n] = b[((long)i * rowStep) + ((long)n * columnStep)];
                }
            }
        }
    }

    /// <summary>panel[k, n] = source[n · step + k].</summary>
    private static void Transpose(float* source, int step, int k, int columns, float* panel, int panelColumns)
    {
        int n = 0;
        for (; n <= columns - 4; n += 4)
        {
            float* r0 = source + ((long)n * step), r1 = r0 + step, r2 = r1 + step, r3 = r2 + step, to = panel + n;
            int i = 0;
            for (; i <= k - 4; i += 4, to += 4 * panelColumns)
            {
                var (a, b, c, d) = (Vector128.Load(r0 + i), Vector128.Load(r1 + i), Vector128.Load(r2 + i), Vector128.Load(r3 + i));
                var (ab0, ab1, cd0, cd1) = (Zip(a, b, 0), Zip(a, b, 2), Zip(c, d, 0), Zip(c, d, 2));
                Vector128.Create(ab0.GetLower(), cd0.GetLower()).Store(to);
                Vector128.Create(ab0.GetUpper(), cd0.GetUpper()).Store(to + panelColumns);
                Vector128.Create(ab1.GetLower(), cd1.GetLower()).Store(to + (2 * panelColumns));
                Vector128.Create(ab1.GetUpper(), cd1.GetUpper()).Store(to + (3 * panelColumns));
            }

            for (; i < k; i++, to += panelColumns)
            {
                (to[0], to[1], to[2], to[3]) = (r0[i], r1[i], r2[i], r3[i]);
            }
        }

        for (; n < columns; n++)
        {
            for (int i = 0; i < k; i++)
            {
                panel[((long)i * panelColumns) + n] = source[((long)n * step) + i];
            }
        }
    }

    /// <summary>(a[first], b[first], a[first + 1], b[first + 1]).</summary>
    private static Vector128<float> Zip(Vector128<float> a, Vector128<float> b, int first) => first == 0
        ? Vector128.Create(a[0], b[0], a[1], b[1])
        : Vector128.Create(a[2], b[2], a[3], b[3]);
}
